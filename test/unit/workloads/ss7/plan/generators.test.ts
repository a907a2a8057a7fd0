import { fc } from "../../../../support/laws.ts";
import { describe, expect, it } from "vitest";
import { planTrafficSimulators } from "../../../../../workloads/ss7/plan/generators.ts";

const machines = [
  { name: "sim", trafficAddresses: ["10.77.1.13", "10.77.2.13"] },
  { name: "sim2", trafficAddresses: ["10.77.1.14", "10.77.2.14"] },
];

describe("planTrafficSimulators", () => {
  it("puts the transfer point on the first machine, with all its traffic addresses", () => {
    const plan = planTrafficSimulators({
      machines,
      clusters: ["a"],
      greatestClusterReqPerSec: 1,
      simulatorReqPerSec: 1,
    });
    expect(plan.stp).toEqual({ machine: "sim", addresses: ["10.77.1.13", "10.77.2.13"], port: 2905 });
  });

  it("gives no simulator more than it carries, and no point code twice", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 100, max: 5000 }), (load, each) => {
        const { simulators } = planTrafficSimulators({
          machines,
          clusters: ["a", "b"],
          greatestClusterReqPerSec: load,
          simulatorReqPerSec: each,
        });
        const ofA = simulators.filter((simulator) => simulator.cluster === "a");
        expect(load / ofA.length).toBeLessThanOrEqual(each);
        expect(new Set(simulators.map(({ pointCode }) => pointCode)).size).toBe(simulators.length);
      }),
    );
  });
});
