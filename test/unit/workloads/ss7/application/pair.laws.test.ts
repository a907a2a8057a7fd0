import { fc } from "../../../../support/laws.ts";
import { expect, test, vi } from "vitest";
import { Pair, type PairOutcome } from "../../../../../workloads/ss7/application/pair.ts";

// Many examples, slow on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

/** The gateway in override mode: the node that asked last carries the traffic. */
class Gateway {
  active: number | undefined;
}

type Step =
  | { readonly kind: "tick"; readonly node: 0 | 1 }
  | { readonly kind: "heartbeat"; readonly from: 0 | 1 }
  | { readonly kind: "link"; readonly node: 0 | 1; readonly isUp: boolean };

const node = fc.constantFrom(0 as const, 1 as const);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("tick" as const), node }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("heartbeat" as const), from: node }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("link" as const), node, isUp: fc.boolean() }) },
);

class Cluster {
  readonly gateway = new Gateway();
  readonly pairs = [new Pair({ isPreferred: true, missed: 3 }), new Pair({ isPreferred: false, missed: 3 })] as const;
  readonly #isUp = [false, false];
  takeOvers = 0;

  play(step: Step): void {
    if (step.kind === "tick") this.#obey(step.node, this.pairs[step.node].tick());
    else if (step.kind === "heartbeat") {
      const to = step.from === 0 ? 1 : 0;
      this.#obey(to, this.pairs[to].heard(this.pairs[step.from].state));
    } else if (step.isUp !== this.#isUp[step.node]) {
      this.#isUp[step.node] = step.isUp;
      if (step.isUp) this.#obey(step.node, this.pairs[step.node].linkReady());
      else {
        this.#obey(step.node, this.pairs[step.node].linkLost());
        if (this.gateway.active === step.node) this.#pend();
      }
    }
  }

  /** A quiet time: both links up, heartbeats arrive. */
  calm(rounds: number): void {
    for (const of of [0, 1] as const) this.play({ kind: "link", node: of, isUp: true });
    for (let round = 0; round < rounds; round += 1) {
      for (const of of [0, 1] as const) {
        this.play({ kind: "heartbeat", from: of });
        this.play({ kind: "tick", node: of });
      }
    }
  }

  #obey(of: 0 | 1, { action }: PairOutcome): void {
    if (action === "activate" && this.gateway.active !== of) {
      const before = this.gateway.active;
      this.gateway.active = of;
      this.takeOvers += 1;
      if (before !== undefined) this.#obey(before === 0 ? 0 : 1, this.pairs[before === 0 ? 0 : 1].overridden());
    }
    if (action === "deactivate" && this.gateway.active === of) this.#pend();
  }

  #pend(): void {
    this.gateway.active = undefined;
    for (const of of [0, 1] as const) if (this.#isUp[of]) this.#obey(of, this.pairs[of].pending());
  }
}

test("whatever happened, in a quiet time exactly one node is active, the gateway agrees, and it stays so", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const cluster = new Cluster();
      for (const each of steps) cluster.play(each);
      cluster.calm(40);
      const roles = cluster.pairs.map((pair) => pair.state.role);
      expect(roles.filter((role) => role === "active")).toHaveLength(1);
      expect(cluster.gateway.active).toBe(roles.indexOf("active"));
      const { takeOvers } = cluster;
      cluster.calm(40);
      expect(cluster.takeOvers).toBe(takeOvers);
    }),
    { numRuns: 1000 },
  );
});

test("with a broken interconnect the traffic moves at most twice and then rests", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ kind: fc.constant("tick" as const), node }), { minLength: 200, maxLength: 400 }),
      (steps) => {
        const cluster = new Cluster();
        for (const of of [0, 1] as const) cluster.play({ kind: "link", node: of, isUp: true });
        for (const each of steps) cluster.play(each);
        expect(cluster.takeOvers).toBeLessThanOrEqual(2);
      },
    ),
  );
});
