import { expect, it } from "vitest";
import { clockRecords, clockSteps } from "../../../../benchmarks/run/clock-steps.ts";

const before = new Map([
  ["host1", { offsetMs: 10, uncertaintyMs: 0.5 }],
  ["sim", { offsetMs: -3, uncertaintyMs: 0.5 }],
]);
/** In 100 s two clocks of 15 ppm drift apart by 3 ms. */
const elapsedMs = 100_000;
const moved = (byMs: number) =>
  clockSteps(clockRecords(before, new Map([["host1", { offsetMs: 10 + byMs, uncertaintyMs: 1 }]])), elapsedMs);

it("clockSteps · a clock that moved by no more than its measurements and its drift allow was not set", () => {
  expect([moved(4.5), moved(-4.5), moved(0)]).toEqual([[], [], []]);
});

it("clockSteps · tells by how much another one moved, in either direction", () => {
  expect(moved(4.6)).toEqual([
    {
      about: "clock",
      machine: "host1",
      text: "the clock of host1 moved by 4.6 ms during the case, and is known to within 4.5 ms",
    },
  ]);
  expect(moved(-3600_000)).toHaveLength(1);
});

it("clockRecords · a machine that was lost has no offset afterwards, and nothing is said of its clock", () => {
  expect(clockRecords(before, undefined)).toEqual([
    { machine: "host1", before: { offsetMs: 10, uncertaintyMs: 0.5 } },
    { machine: "sim", before: { offsetMs: -3, uncertaintyMs: 0.5 } },
  ]);
  expect(clockSteps(clockRecords(before, undefined), elapsedMs)).toEqual([]);
});
