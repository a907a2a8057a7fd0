/** Tables 3.1 to 3.7: which loads were carried here, beside the study's. */
import { studyCases } from "../../cases/study.ts";
import type { Testbed } from "../../analysis/study/testbed.ts";
import { formatRate, missing } from "../format.ts";
import { html, type Html } from "../../../base/html.ts";
import { renderTable, type ColumnGroup } from "../tables/table.ts";
import { testbedName } from "./words.ts";

interface Row {
  readonly reqPerSec: number;
  readonly study: boolean | undefined;
  readonly judged: number;
  readonly carried: number;
  readonly ran: number;
  readonly reasons: readonly string[];
}

const columns: readonly ColumnGroup<Row>[] = [
  {
    title: "load",
    columns: [{ title: "req/s", hint: "as the study counts it", cell: (row) => formatRate(row.reqPerSec) }],
  },
  {
    title: "feasible",
    columns: [
      { title: "the study", cell: ({ study }) => (study === undefined ? missing : mark(study)), isText: true },
      { title: "here", cell: renderHere, isText: true },
      {
        title: "repetitions",
        hint: "carried of those that were judged",
        cell: (row) => (row.ran === 0 ? missing : `${String(row.carried)} of ${String(row.judged)}`),
      },
    ],
  },
  { title: "", columns: [{ title: "why", cell: (row) => row.reasons[0] ?? "", isText: true }] },
];

/** A table for each testbed of the study or of these runs; a load that was not tried here says so. */
export function renderLoadTables(testbeds: readonly Testbed[], emulated: boolean): Html[] {
  const named = testbeds.map(({ platform, layout }) => ({ platform, layout }));
  const ofStudy = studyCases.filter(({ table }) => table.startsWith("3."));
  const others = ofStudy.filter((each) => !named.some((one) => isOf(each, one)));
  const all = [
    ...named,
    ...new Map(others.map(({ platform, layout }) => [`${platform} ${layout}`, { platform, layout }])).values(),
  ];
  return all.flatMap((key) => {
    const rows = rowsOf(
      testbeds.find((each) => isOf(each, key)),
      ofStudy.filter((each) => isOf(each, key)),
    );
    if (rows.length === 0) return [];
    const table = ofStudy.find((each) => isOf(each, key))?.table;
    const text = {
      title: `${table === undefined ? "Not in the study" : `Table ${table}`}: ${testbedName(key)}`,
      note: rows.some(({ ran }) => ran > 0)
        ? "Detected here, never taken from the study; the study's on its own hardware."
        : "No run of this testbed: nothing was tried here.",
      empty: "",
    };
    return [renderTable({ emulated }, text, columns, rows)];
  });
}

function rowsOf(
  testbed: Testbed | undefined,
  ofStudy: readonly { readonly nominalReqPerSec: number; readonly wasFeasible: boolean }[],
): Row[] {
  const cases = (testbed?.cases ?? []).filter(({ hops }) => hops === undefined);
  const loads = new Set([...ofStudy, ...cases].map(({ nominalReqPerSec }) => nominalReqPerSec));
  return [...loads]
    .toSorted((left, right) => left - right)
    .map((reqPerSec) => {
      const here = cases.filter(({ nominalReqPerSec }) => nominalReqPerSec === reqPerSec);
      return {
        reqPerSec,
        study: ofStudy.find(({ nominalReqPerSec }) => nominalReqPerSec === reqPerSec)?.wasFeasible,
        ran: here.length,
        judged: here.filter(({ feasible }) => feasible !== null).length,
        carried: here.filter(({ feasible }) => feasible === true).length,
        reasons: [...new Set(here.flatMap(({ reasons }) => reasons))],
      };
    });
}

function renderHere({ ran, judged, carried }: Row): Html {
  if (ran === 0) return html`<span class="mark unknown">not tried</span>`;
  if (judged === 0) return html`<span class="mark unknown">not told</span>`;
  return mark(carried === judged);
}

function mark(isFeasible: boolean): Html {
  return html`<span class="mark ${isFeasible ? "good" : "bad"}">${isFeasible ? "yes" : "no"}</span>`;
}

interface Key {
  readonly platform: string;
  readonly layout: string;
}

function isOf(left: Key, right: Key): boolean {
  return left.platform === right.platform && left.layout === right.layout;
}
