import { expect, test } from "vitest";
import { judgeFeasibility, type LoadOutcome } from "../../../../benchmarks/analysis/feasibility.ts";

const carried: LoadOutcome = {
  outcome: "completed",
  offeredReqPerSec: 100,
  arrival: "constant",
  measuredSec: 60,
  sent: 6000,
  succeeded: 6000,
  failed: 0,
  backlog: [3, 5, 4, 3, 5],
};

test("judgeFeasibility · a load that was carried", () => {
  expect(judgeFeasibility(carried)).toEqual({ isFeasible: true, reasons: [] });
});

test("judgeFeasibility · one failed request is the study's limit", () => {
  expect(judgeFeasibility({ ...carried, succeeded: 5999, failed: 1 })).toEqual({
    isFeasible: false,
    reasons: ["1 of 6000 requests failed"],
  });
});

test("judgeFeasibility · requests that wait ever longer", () => {
  expect(judgeFeasibility({ ...carried, backlog: [0, 100, 200, 300, 400] })).toEqual({
    isFeasible: false,
    reasons: ["the number of waiting requests grew by 400"],
  });
});

test("judgeFeasibility · too few answers", () => {
  expect(judgeFeasibility({ ...carried, succeeded: 5900 }).reasons).toEqual([
    "only 98.3 % of the requests were answered",
  ]);
});

test("judgeFeasibility · says nothing about a platform to which the load was not offered", () => {
  expect(judgeFeasibility({ ...carried, sent: 3000, succeeded: 3000 })).toEqual({
    isFeasible: undefined,
    reasons: ["the generators sent only 50.0 % of the load"],
  });
  expect(judgeFeasibility({ ...carried, outcome: "interrupted" })).toEqual({
    isFeasible: undefined,
    reasons: ["the case was interrupted"],
  });
  expect(judgeFeasibility({ ...carried, outcome: "failed", failure: "cb-a1 runs on no host" })).toEqual({
    isFeasible: undefined,
    reasons: ["the case failed: cb-a1 runs on no host"],
  });
});

test("judgeFeasibility · leaves Poisson arrivals their chance", () => {
  const few = { ...carried, sent: 5800, succeeded: 5800 };
  expect(judgeFeasibility({ ...few, arrival: "poisson" }).isFeasible).toBe(true);
  expect(judgeFeasibility(few).isFeasible).toBeUndefined();
});

test("judgeFeasibility · an application that does not see what was sent tells of failures and of a load answered whole", () => {
  const told = { ...carried, sent: null, backlog: [] };
  expect(judgeFeasibility(told)).toEqual({ isFeasible: true, reasons: [] });
  expect(judgeFeasibility({ ...told, failed: 3 })).toEqual({
    isFeasible: false,
    reasons: ["3 requests failed, 6000 were answered"],
  });
  expect(judgeFeasibility({ ...told, succeeded: 3000 })).toEqual({
    isFeasible: undefined,
    reasons: ["50.0 % of the load was answered, and nobody recorded how much was sent"],
  });
});

test("judgeFeasibility · nobody recorded the load", () => {
  expect(judgeFeasibility({ ...carried, sent: null, succeeded: null, failed: null, backlog: [] })).toEqual({
    isFeasible: undefined,
    reasons: ["nobody recorded what became of the requests"],
  });
});
