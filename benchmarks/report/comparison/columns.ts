/** The columns of a comparison's rows, the same in a terminal and on a page. */
import type { ComparisonRow } from "../../analysis/compare/compare.ts";
import type { ColumnGroup } from "../tables/table.ts";
import { pText, ratioText, shiftText, sideText, verdictText } from "./words.ts";

export const columnGroups = [
  {
    title: "",
    columns: [{ title: "measure", cell: ({ measure }) => `${measure.title}, ${measure.unit}`, isText: true }],
  },
  {
    title: "median (observations)",
    columns: [
      { title: "base", cell: ({ difference }) => sideText(difference.base) },
      { title: "other", cell: ({ difference }) => sideText(difference.other) },
    ],
  },
  {
    title: "other less base",
    columns: [
      { title: "difference", hint: "Hodges-Lehmann shift, its interval and confidence", cell: shiftText },
      { title: "ratio", hint: "shift of the logarithms", cell: ({ difference }) => ratioText(difference.ratio) },
      { title: "delta", hint: "Cliff's delta", cell: ({ difference }) => difference.delta.toFixed(2) },
    ],
  },
  {
    title: "chance",
    columns: [
      { title: "p", hint: "exact permutation test, two-sided", cell: ({ difference }) => pText(difference.p) },
      { title: "p (Holm)", hint: "adjusted over all rows", cell: ({ adjustedP }) => pText(adjustedP) },
      { title: "what the data say", cell: verdictText, isText: true },
    ],
  },
] as const satisfies readonly ColumnGroup<ComparisonRow>[];
