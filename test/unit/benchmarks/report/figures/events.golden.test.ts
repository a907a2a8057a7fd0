import { expect, test } from "vitest";
import { eventMarks, renderEvents } from "../../../../../benchmarks/report/figures/events.ts";
import { drawPlot } from "../../../../../benchmarks/report/figures/plot.ts";
import type { RunEvent } from "../../../../../benchmarks/results/case-record.ts";
import { syntheticCase } from "../../../../support/synthetic-run.ts";
import { expectFigure } from "../../../../support/figure-snapshot.ts";

const record = syntheticCase({ measuredIntervals: 6 });
const at = (sec: number, lastsSec: number | undefined, text: string): RunEvent => {
  const timeMs = record.measuredFromMs + sec * 1000;
  return { timeMs, kind: "fail-over", text, ...(lastsSec === undefined ? {} : { endMs: timeMs + lastsSec * 1000 }) };
};
const events = [
  at(5, 20, "a1 moves"),
  at(40, undefined, "killed"),
  at(41, undefined, "taken over"),
  at(70, undefined, "late"),
];

test("eventMarks · a shade for as long as an event took, one label for neighbours, nothing outside of the span", () => {
  expectFigure("events", () =>
    drawPlot("events", {
      width: 400,
      height: 60,
      x: { domain: [-20, 60] },
      marks: eventMarks({ ...record, events }, { first: -20, last: 60 }, true),
    }),
  );
});

test("renderEvents · lists all events by time, those outside of the time line included", () => {
  const list = renderEvents({ ...record, events: events.toReversed() }).text.match(/<li>.*?<\/li>/gu);
  expect(list).toEqual([
    "<li><b>5.0 s</b> a1 moves</li>",
    "<li><b>40.0 s</b> killed</li>",
    "<li><b>41.0 s</b> taken over</li>",
    "<li><b>70.0 s</b> late</li>",
  ]);
});
