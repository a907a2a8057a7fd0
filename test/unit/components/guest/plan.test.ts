import { describe, expect, it } from "vitest";
import { layoutOf } from "../../../../stacks/layouts.ts";
import { guestWarnings, planGuests, validateGuests, type PlanGuestsArgs } from "../../../../components/guest/plan.ts";

const addresses = { first: "10.1.0.10", count: 8 };

/** Two hosts like the study's, with twice the memory that it gave them for guests. */
function study(changes: Partial<PlanGuestsArgs> = {}): PlanGuestsArgs {
  return {
    rack: "rack",
    layout: layoutOf("6core"),
    hostReserveMiB: 512,
    pinning: "one-to-one",
    hosts: [
      { name: "host1", pcpus: 16, memoryMiB: 49_152 },
      { name: "host2", pcpus: 16, memoryMiB: 49_152 },
    ],
    networks: [
      { name: "mgmt", role: "management", subnet: "10.1.0.0/24", guestAddresses: addresses },
      { name: "traffic", role: "traffic", subnet: "10.2.0.0/16", guestAddresses: { first: "10.2.0.10", count: 8 } },
      { name: "inter1", role: "interconnect", subnet: "10.3.0.0/24", guestAddresses: { first: "10.3.0.10", count: 8 } },
      { name: "inter2", role: "interconnect", subnet: "10.4.0.0/24", guestAddresses: { first: "10.4.0.10", count: 8 } },
      { name: "migr", role: "migration", subnet: "10.5.0.0/24" },
    ],
    machines: [],
    scale: { cores: 1, memory: 1 },
    ...changes,
  };
}

const placement = (args: PlanGuestsArgs): string[] =>
  planGuests(args).map((guest) => `${guest.name} ${guest.role} on ${guest.host}`);

describe("planGuests", () => {
  it("puts the active nodes on the first host and the standbys on the second, as in the study", () => {
    expect(placement(study())).toEqual([
      "a1 active on host1",
      "a2 standby on host2",
      "b1 active on host1",
      "b2 standby on host2",
    ]);
    expect(placement(study({ layout: layoutOf("16core") }))).toEqual(["a1 active on host1", "a2 standby on host2"]);
  });

  it("goes round robin over more hosts, and leaves out a guest without a partner", () => {
    const hosts = ["host1", "host2", "host3"].map((name) => ({ name, pcpus: 16, memoryMiB: 49_152 }));
    expect(placement(study({ hosts, layout: layoutOf("16core") }))).toEqual([
      "a1 active on host1",
      "a2 standby on host2",
    ]);
    expect(placement(study({ hosts }))).toEqual([
      "a1 active on host1",
      "a2 standby on host2",
      "b1 active on host3",
      "b2 standby on host1",
      "c1 active on host2",
      "c2 standby on host3",
    ]);
  });

  it.each([
    ["16core", 16, 24_576],
    ["12core", 12, 24_576],
    ["6core", 6, 14_336],
    ["migration", 6, 14_336],
  ] as const)("gives a guest of layout %s the study's %d vCPUs and %d MiB", (layout, vcpus, memoryMiB) => {
    expect(planGuests(study({ layout: layoutOf(layout) }))[0]).toMatchObject({ vcpus, memoryMiB });
  });

  it("scales cores to at least one and memory in steps of 64 MiB", () => {
    expect(planGuests(study({ scale: { cores: 0.05, memory: 0.02 } }))[0]).toMatchObject({ vcpus: 1, memoryMiB: 256 });
  });

  it("gives each cluster its own interconnect and every guest management and traffic", () => {
    expect(
      planGuests(study()).map(({ interfaces }) => interfaces.map(({ bridge, address }) => `${bridge} ${address}`)),
    ).toEqual([
      ["br-mgmt 10.1.0.10", "br-traffic 10.2.0.10", "br-inter1 10.3.0.10"],
      ["br-mgmt 10.1.0.11", "br-traffic 10.2.0.11", "br-inter1 10.3.0.11"],
      ["br-mgmt 10.1.0.12", "br-traffic 10.2.0.12", "br-inter2 10.4.0.10"],
      ["br-mgmt 10.1.0.13", "br-traffic 10.2.0.13", "br-inter2 10.4.0.11"],
    ]);
  });

  it("takes another MAC address where a machine of the rack has the usual one", () => {
    const usual = planGuests(study())[0]?.interfaces[0]?.mac ?? "";
    const machines = [{ name: "host1", interfaces: [{ mac: usual, address: "10.1.0.1" }] }];
    const other = planGuests(study({ machines }))[0]?.interfaces[0]?.mac;
    expect(other).toMatch(/^52:54:00(:[0-9a-f]{2}){3}$/);
    expect(other).not.toBe(usual);
  });
});

describe("validateGuests", () => {
  const problems = (args: PlanGuestsArgs): string[] =>
    validateGuests(args, planGuests(args)).map(({ path, message }) => `${path} ${message}`);

  it("finds nothing in the study's own layouts", () => {
    expect(problems(study())).toEqual([]);
    expect(problems(study({ layout: layoutOf("16core") }))).toEqual([]);
  });

  it("names the guest and the host whose pCPUs do not suffice", () => {
    const hosts = ["host1", "host2"].map((name) => ({ name, pcpus: 12, memoryMiB: 49_152 }));
    expect(problems(study({ hosts, layout: layoutOf("16core") }))).toEqual([
      "guests[0].vcpus is 16, but host1 has 12 pCPUs and the layout pins one to one. Lower scale.cores, or set pinning: none.",
      "guests[1].vcpus is 16, but host2 has 12 pCPUs and the layout pins one to one. Lower scale.cores, or set pinning: none.",
    ]);
    expect(problems(study({ hosts, layout: layoutOf("16core"), pinning: "none" }))).toEqual([]);
  });

  it("counts what the host itself needs beside its guests", () => {
    const hosts = [
      { name: "host1", pcpus: 16, memoryMiB: 28_672 },
      { name: "host2", pcpus: 16, memoryMiB: 49_152 },
    ];
    expect(problems(study({ hosts }))).toEqual([
      "hosts[0].memoryMiB is 28672, but a1 and b1 take 28672 MiB and host1 itself 512. Lower scale.memory, or give the host more.",
    ]);
  });

  it("says that one host is too few for a pair of single guests", () => {
    expect(problems(study({ hosts: study().hosts.slice(0, 1), layout: layoutOf("16core") }))).toEqual([
      "hosts has 1 host, but layout 16core needs 2. Add a host to the inventory.",
    ]);
  });

  it("names the address range that is too short, missing, or somebody's", () => {
    const [mgmt, traffic, ...others] = study().networks;
    const networks = [
      {
        ...mgmt,
        name: "mgmt",
        role: "management" as const,
        subnet: "10.1.0.0/24",
        guestAddresses: { ...addresses, count: 3 },
      },
      { ...traffic, name: "traffic", role: "traffic" as const, subnet: "10.2.0.0/16", guestAddresses: undefined },
      ...others,
    ];
    const machines = [{ name: "sim", interfaces: [{ mac: "52:54:00:00:00:01", address: "10.1.0.11" }] }];
    expect(problems(study({ networks, machines }))).toEqual([
      "networks[0].guestAddresses.count is 3, but 4 guests need an address. Raise it.",
      "networks[0].guestAddresses holds 10.1.0.11, which is sim's own. Move the range.",
      "networks[1].guestAddresses is missing, but 4 guests need an address on traffic. Add the first free address and their count.",
    ]);
  });

  it("refuses a guest too small to boot", () => {
    expect(problems(study({ layout: layoutOf("16core"), scale: { cores: 1, memory: 0.001 } }))[0]).toBe(
      "guests[0].memoryMiB is 64, but a guest needs 192 to boot. Raise scale.memory.",
    );
  });
});

describe("guestWarnings", () => {
  it("states the overcommit of a host, and a cluster that one host carries", () => {
    const hosts = [{ name: "host1", pcpus: 8, memoryMiB: 49_152 }];
    expect(guestWarnings({ hosts }, planGuests(study({ hosts }))).map(({ text }) => text)).toEqual([
      "host1 runs 12 vCPUs on 8 pCPUs (overcommit 1.50): guests wait for each other.",
      "cluster a has both nodes on host1: losing it loses the service.",
    ]);
    expect(guestWarnings(study(), planGuests(study()))).toEqual([]);
  });
});
