import { fc } from "../../../support/laws.ts";
import { describe, expect, it } from "vitest";
import { layoutNames, layoutOf } from "../../../../stacks/layouts.ts";
import { planGuests, validateGuests, type PlanGuestsArgs } from "../../../../components/guest/plan.ts";

const network = fc.record({
  role: fc.constantFrom("traffic" as const, "interconnect" as const),
  count: fc.integer({ min: 1, max: 40 }),
});

const racks: fc.Arbitrary<PlanGuestsArgs> = fc
  .record({
    rack: fc.stringMatching(/^[a-z]{1,8}$/),
    hostReserveMiB: fc.constantFrom(0, 512, 1536),
    layout: fc.constantFrom(...layoutNames.map((name) => layoutOf(name))),
    pinning: fc.constantFrom("one-to-one" as const, "none" as const),
    hosts: fc.array(
      fc.record({ pcpus: fc.integer({ min: 1, max: 64 }), memoryMiB: fc.integer({ min: 1024, max: 200_000 }) }),
      { minLength: 1, maxLength: 8 },
    ),
    others: fc.array(network, { minLength: 1, maxLength: 5 }),
    scale: fc.record({
      cores: fc.double({ min: 0.01, max: 2, noNaN: true }),
      memory: fc.double({ min: 0.005, max: 2, noNaN: true }),
    }),
  })
  .map(({ hosts, others, ...rest }) => ({
    ...rest,
    hosts: hosts.map((host, index) => ({ ...host, name: `host${String(index + 1)}` })),
    networks: [{ role: "management" as const, count: 20 }, ...others].map(({ role, count }, index) => ({
      name: `net${String(index)}`,
      role,
      subnet: `10.${String(index)}.0.0/24`,
      guestAddresses: { first: `10.${String(index)}.0.10`, count },
    })),
    machines: hosts.map((_, index) => ({
      name: `host${String(index + 1)}`,
      interfaces: [{ mac: `52:54:00:00:00:0${String(index)}`, address: `10.0.0.${String(index + 1)}` }],
    })),
  }));

describe("every plan of guests", () => {
  it("is the same for the same rack", () => {
    fc.assert(
      fc.property(racks, (args) => {
        expect(planGuests(structuredClone(args))).toEqual(planGuests(args));
      }),
    );
  });

  it("gives no address, MAC address or name twice", () => {
    fc.assert(
      fc.property(racks, (args) => {
        const guests = planGuests(args);
        const cards = guests.flatMap(({ interfaces }) => interfaces);
        const all = [
          ...guests.map(({ domain }) => domain),
          ...cards.flatMap(({ mac, address }) => [mac, address]),
          ...args.machines.flatMap(({ interfaces }) => interfaces.flatMap(({ mac, address }) => [mac, address])),
        ];
        expect(new Set(all).size).toBe(all.length);
      }),
    );
  });

  it("never asks a host for more memory than it has, once it is found valid", () => {
    fc.assert(
      fc.property(racks, (args) => {
        const guests = planGuests(args);
        fc.pre(guests.length > 0 && validateGuests(args, guests).length === 0);
        for (const host of args.hosts) {
          const taken = guests.reduce((sum, guest) => sum + (guest.host === host.name ? guest.memoryMiB : 0), 0);
          expect(taken).toBeLessThanOrEqual(host.memoryMiB);
        }
      }),
    );
  });

  it("gives every cluster one active and one standby node", () => {
    fc.assert(
      fc.property(racks, (args) => {
        const guests = planGuests(args);
        for (const cluster of new Set(guests.map((guest) => guest.cluster))) {
          expect(guests.filter((guest) => guest.cluster === cluster).map(({ role }) => role)).toEqual([
            "active",
            "standby",
          ]);
        }
      }),
    );
  });
});
