/** What happened during a repetition: numbered lines in a time line, their words in a list below it. */
import * as Plot from "@observablehq/plot";
import { msToSec } from "../../../base/units.ts";
import type { CaseRecord, RunEvent } from "../../results/case-record.ts";
import { formatNumber } from "../format.ts";
import { html, type Html } from "../../../base/html.ts";
import { colours } from "./plot.ts";

/** What a time line shows, in seconds since the measured window began. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

interface NumberedEvent {
  readonly number: string;
  readonly sec: number;
  /** Of what took time, such as a migration. */
  readonly endSec: number | undefined;
  readonly text: string;
}

/** The warm-up's shade, a line for each event and a shade for as long as it took; in one of the panels with words and numbers. */
export function eventMarks(record: CaseRecord, { first, last }: Span, withWords: boolean): Plot.Markish[] {
  const events = eventsOf(record).filter(({ sec }) => sec >= first && sec <= last);
  const warmUp = first < 0 ? [{ x1: first, x2: 0, text: "warm-up" }] : [];
  const words = { frameAnchor: "top-left", textAnchor: "start", dx: 4, dy: 5, text: "text" } as const;
  const labels = labelsOf(events, (last - first) / 40);
  return [
    Plot.rectX(warmUp, { x1: "x1", x2: "x2", fill: colours.faint, fillOpacity: 0.4 }),
    Plot.rectX(
      events.filter(({ endSec }) => endSec !== undefined),
      { x1: "sec", x2: "endSec", fill: colours.event, fillOpacity: 0.1 },
    ),
    Plot.ruleX(events, { x: "sec", stroke: colours.event, strokeWidth: 1.5, strokeDasharray: "4 3", title: "text" }),
    ...(withWords
      ? [
          Plot.text(warmUp, { ...words, x: "x1", fillOpacity: 0.7 }),
          Plot.text(labels, { ...words, x: "sec", fill: colours.event, fontWeight: 700 }),
        ]
      : []),
  ];
}

/** The list of all events, those outside of the time line included; nothing when there was none. */
export function renderEvents(record: CaseRecord): Html {
  const events = eventsOf(record);
  if (events.length === 0) return html``;
  return html`<ol class="events">
    ${events.map(({ sec, text }) => html`<li><b>${formatNumber(sec, 1)} s</b> ${text}</li>`)}
  </ol>`;
}

function eventsOf(record: CaseRecord): NumberedEvent[] {
  return [...record.events, ...serviceGaps(record)]
    .toSorted((left, right) => left.timeMs - right.timeMs)
    .map(({ timeMs, endMs, text }, index) => {
      const secOf = (time: number): number => msToSec(time - record.measuredFromMs);
      return {
        number: String(index + 1),
        sec: secOf(timeMs),
        endSec: endMs === undefined ? undefined : secOf(endMs),
        text,
      };
    });
}

/** A pause shorter than this is no event: it is in the response times. */
const shortestGapMs = 1000;

/** The longest time of each cluster without an answer while requests waited. */
function serviceGaps({ generators }: CaseRecord): Pick<RunEvent, "timeMs" | "endMs" | "text">[] {
  const clusters = [...new Set(generators.map(({ cluster }) => cluster))];
  return clusters.flatMap((cluster) => {
    const gaps = generators.flatMap((each) => (each.cluster === cluster ? (each.gaps ?? []) : []));
    const [longest] = gaps.toSorted((a, b) => b.endMs - b.startMs - (a.endMs - a.startMs));
    const lengthMs = longest === undefined ? 0 : longest.endMs - longest.startMs;
    if (longest === undefined || lengthMs < shortestGapMs) return [];
    const text = `cluster ${cluster}: no answer for ${formatNumber(msToSec(lengthMs), 1)} s, its longest gap`;
    return [{ timeMs: longest.startMs, endMs: longest.endMs, text }];
  });
}

/** Numbers of events that lie closer together than their labels are wide share one: `1–4`. */
function labelsOf(
  events: readonly NumberedEvent[],
  widthSec: number,
): { readonly sec: number; readonly text: string }[] {
  const groups: NumberedEvent[][] = [];
  for (const event of events) {
    const group = groups.at(-1);
    if (group !== undefined && event.sec - (group[0]?.sec ?? 0) < widthSec) group.push(event);
    else groups.push([event]);
  }
  return groups.map((group) => {
    const [first, last] = [group[0]?.number ?? "", group.at(-1)?.number ?? ""];
    return { sec: group.at(-1)?.sec ?? 0, text: first === last ? first : `${first}–${last}` };
  });
}
