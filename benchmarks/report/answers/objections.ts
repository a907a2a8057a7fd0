/** What speaks against an answer, a sentence each. */
import type { Objection } from "../../analysis/study/objections.ts";
import { formatRate } from "../format.ts";
import { testbedName } from "./words.ts";

/** More paths than these are in the comparison of the two. */
const mostPaths = 4;

export function objectionText(objection: Objection): string {
  switch (objection.kind) {
    case "emulated":
      return "The hosts are emulated in software: what differs here need not differ on real servers.";
    case "printed":
      return "These are the study's own numbers: one printed mean for each load, made of one repetition, so nothing tells difference from chance.";
    case "incomparable":
      return `${pairOf(objection)} measured different things: they differ in ${pathsText(objection.paths)}. Nothing between them can be laid to the platform.`;
    case "unequal":
      return `${pairOf(objection)} had unequal conditions beside platform and layout, each of which may explain a difference: ${pathsText(objection.paths)}.`;
    case "one-build":
      return "Repetitions of one build are the observations: what a rebuild of the testbed changes is in no interval. Two runs of every testbed make runs the observations.";
    case "other-loads":
      return `${pairOf(objection)} are not compared at ${objection.loads.map(formatRate).join(", ")} req/s, which one of them did not carry or measure.`;
  }
}

function pairOf({ base, other }: Extract<Objection, { readonly base: unknown }>): string {
  return `${testbedName(base)} and ${testbedName(other)}`;
}

function pathsText(paths: readonly string[]): string {
  const more = paths.length - mostPaths;
  return `${paths.slice(0, mostPaths).join(", ")}${more > 0 ? ` and ${String(more)} more` : ""}`;
}
