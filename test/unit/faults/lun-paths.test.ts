import { expect, it } from "vitest";
import { pathsOf } from "../../faults/lun-paths.ts";

const disk = (target: string, wwn: string): string =>
  `<disk type='volume' device='disk'>\n      <target dev='${target}' bus='scsi'/>\n      <wwn>${wwn}</wwn>\n    </disk>`;
const domain = `<domain><devices>
    <disk type='volume' device='disk'><target dev='vda' bus='virtio'/></disk>
    ${disk("sda", "6001405000000001")}
    ${disk("sdb", "6001405000000002")}
    ${disk("sdc", "6001405000000001")}
  </devices></domain>`;

it("the paths to a LUN are the disks of its WWN, in libvirt's order", () => {
  expect(pathsOf(domain, "6001405000000001")).toEqual([
    disk("sda", "6001405000000001"),
    disk("sdc", "6001405000000001"),
  ]);
  expect(pathsOf(domain, "6001405000000009")).toEqual([]);
});
