import { describe, expect, it } from "vitest";
import { machineXslt } from "../../../../components/virtual-host/domain.ts";
import { planLab } from "../../../../components/virtual-lab/plan.ts";
import { validateLab } from "../../../../components/virtual-lab/sizes.ts";

describe("machineXslt", () => {
  it("gives each socket a NUMA node with its part of vCPUs and memory", () => {
    const text = machineXslt({ vcpus: 4, memoryMiB: 4096, sockets: 2 });
    expect(text.match(/@[A-Z]+@/g)).toBeNull();
    expect(text.match(/<cpu mode="host-passthrough">(.*)<\/cpu>/)?.[1]).toBe(
      '<topology sockets="2" cores="2" threads="1"/><numa><cell id="0" cpus="0-1" memory="2048" unit="MiB"/>' +
        '<cell id="1" cpus="2-3" memory="2048" unit="MiB"/></numa>',
    );
    // Emulated machines have it beside their model.
    expect(text.match(/<topology /g)).toHaveLength(2);
  });

  it("leaves a machine of one socket as it is", () => {
    expect(machineXslt({ vcpus: 4, memoryMiB: 4096, sockets: 1 })).not.toMatch(/<topology|<numa|@TOPOLOGY@/);
  });
});

describe("a lab whose hosts have several sockets", () => {
  const settings = (hosts: { vcpus: number; memoryMiB: number; sockets?: number }) => ({
    subnet: "10.77.0.0/16",
    hosts,
    simulator: {},
    luns: {},
    lunPaths: 1,
    fencing: false,
    scale: { memory: 1, load: 1, time: 1 },
  });
  const machine = { cores: 8, memoryMiB: 65_536, accelerator: "kvm" as const };

  it("has them on both hosts and not on the simulator, and has one where nothing is set", () => {
    const sockets = (hosts: Parameters<typeof settings>[0]): number[] =>
      planLab("lab", settings(hosts), machine).machines.map((each) => each.sockets);
    expect(sockets({ vcpus: 4, memoryMiB: 4096, sockets: 2 })).toEqual([2, 2, 1]);
    expect(sockets({ vcpus: 4, memoryMiB: 4096 })).toEqual([1, 1, 1]);
  });

  it("is refused where vCPUs or memory cannot be parted equally", () => {
    expect(validateLab(settings({ vcpus: 3, memoryMiB: 4097, sockets: 2 }), machine)).toEqual([
      {
        path: "hosts.vcpus",
        message: "is 3, but 2 sockets share it equally. Set it to a multiple of 2, or lower hosts.sockets.",
      },
      {
        path: "hosts.memoryMiB",
        message: "is 4097, but 2 sockets share it equally. Set it to a multiple of 2, or lower hosts.sockets.",
      },
    ]);
  });
});
