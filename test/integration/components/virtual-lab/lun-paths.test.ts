import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { VirtualSan } from "../../../../components/virtual-san/index.ts";
import { parseLabSpec } from "../../../../stacks/lab-spec.ts";
import { readStackData } from "../../../../stacks/stack-data.ts";
import { registrationsOf } from "../../../support/mocks.ts";

/** WWIDs of a machine's LUNs, in the order in which it gets them. */
async function wwids(paths: number, machine: string): Promise<string[]> {
  let seen: string[] = [];
  await registrationsOf(() => {
    const san = new VirtualSan("san", {
      luns: [
        { role: "kvm", wwid: "6001405000000001", sizeGiB: 1 },
        { role: "backup", wwid: "6001405000000002", sizeGiB: 1 },
      ],
      paths,
      hosts: ["host1"],
      pools: { luns: "luns", images: "images" },
      backupImage: { name: "guest.raw", digest: "d" },
    });
    seen = san.lunsOf(machine).map(({ wwid }) => wwid);
  });
  return seen;
}

describe("paths to the lab's LUNs", () => {
  it("are two unless the lab's settings say otherwise", () => {
    expect(parseLabSpec(readStackData("lab", {})).lunPaths).toBe(2);
  });

  it("give a host all LUNs once for each path, and a simulator none", async () => {
    expect(await wwids(1, "host1")).toEqual(["6001405000000001", "6001405000000002"]);
    expect(await wwids(2, "host1")).toEqual([
      ...["6001405000000001", "6001405000000002"],
      ...["6001405000000001", "6001405000000002"],
    ]);
    expect(await wwids(2, "sim")).toEqual([]);
  });

  it("have a controller each: the disk that comes again has an address on the second one", () => {
    const stylesheet = readFileSync("components/virtual-host/domain.xslt", "utf8");
    expect(stylesheet.match(/controller="1"|index="1"/gu)).toEqual(['index="1"', 'controller="1"']);
  });
});
