import { describe, expect, it } from "vitest";
import { incarnationOf, parseHostFacts, strayOf, type HostFacts } from "../../../../components/host/facts.ts";

const uuid = "3232a021-3396-4053-a0bf-2c233b27a68a";

/** What `facts.sh` printed on an idle host, with changes. */
function facts(changes: Partial<HostFacts> = {}): HostFacts {
  return {
    version: 1,
    name: "host1",
    bootId: "df2b0bc6-0268-47c6-b94b-71546ca6f4f2",
    now: 1795407196.349087,
    hypervisor: "kvm",
    kernel: "6.12.117+deb13-amd64",
    pcpus: 1,
    memoryMiB: 2978,
    versions: { libvirt: "11.3.0", qemu: "10.0.13", xen: null },
    dom0: { vcpus: null, memoryMiB: null },
    interfaces: [{ name: "eth0", mac: "52:54:00:77:00:0b" }],
    bridges: [],
    clusterFilesystems: [],
    clusterMembers: null,
    lease: null,
    domains: [],
    guests: [],
    ...changes,
  };
}

const guest = { domain: "cb-a1", host: "host1" };
const domain = (isRunning: boolean): HostFacts["domains"] => [{ uuid, name: "cb-a1", isRunning }];

describe("parseHostFacts", () => {
  it("reads what the script prints", () => {
    expect(parseHostFacts("host1", JSON.stringify(facts()))).toEqual(facts());
  });

  it("names the host whose answer is cut short, and the field that is wrong", () => {
    expect(() => parseHostFacts("host1", '{"version":1,')).toThrow(
      "host1: its facts are not JSON. Run scripts/facts.sh on the host by hand to see what it says.",
    );
    expect(() => parseHostFacts("host1", JSON.stringify({ ...facts(), pcpus: 0 }))).toThrow(
      "host1: its facts are wrong at pcpus. Run scripts/facts.sh on the host by hand to see what it says.",
    );
  });
});

describe("incarnationOf", () => {
  it("counts the start to come while the guest runs nowhere, and the recorded one while it runs", () => {
    const guests = [{ domain: "cb-a1", incarnation: 3 }];
    expect(incarnationOf(guest, { host1: facts() })).toBe(1);
    expect(incarnationOf(guest, { host1: facts({ guests, domains: domain(false) }) })).toBe(4);
    expect(incarnationOf(guest, { host1: facts({ guests, domains: domain(true) }) })).toBe(3);
  });

  it("counts no new start for a guest that runs on another host", () => {
    const guests = [{ domain: "cb-a1", incarnation: 3 }];
    expect(incarnationOf(guest, { host1: facts({ guests }), host2: facts({ domains: domain(true) }) })).toBe(3);
  });
});

describe("strayOf", () => {
  it("finds a definition that was never started to the end", () => {
    expect(strayOf(guest, { host1: facts({ domains: domain(false) }) })).toBe(uuid);
  });

  it("finds none in a guest that runs, or that has run before", () => {
    expect(strayOf(guest, { host1: facts({ domains: domain(true) }) })).toBe("");
    const guests = [{ domain: "cb-a1", incarnation: 1 }];
    expect(strayOf(guest, { host1: facts({ domains: domain(false), guests }) })).toBe("");
    expect(strayOf(guest, {})).toBe("");
  });
});
