/** What a load generator reads: its configuration, the first line of its stdin, and commands, one JSON object a line. */
import { arrivals } from "../../../base/arrivals.ts";
import { invalidInput } from "../../../base/errors.ts";
import { dayMs } from "../../../base/units.ts";
import type { RunSpec } from "../../records.ts";
import { mostReqPerSec } from "../../../base/load-bound.ts";
import { Checker, parseJson } from "../config-checker.ts";
import { readLink, type LinkConfig } from "../m3ua/config.ts";
import { greatestPointCode } from "../point-codes.ts";

export interface GeneratorConfig {
  readonly name: string;
  /** Cluster that it loads; a label. */
  readonly cluster: string;
  readonly link: LinkConfig;
  /** SS7 point code of the cluster. */
  readonly destinationPointCode: number;
}

/** `end`: the run ends with the interval under way, as meant. `stop`: it is interrupted at once. */
export type Command = { readonly run: RunSpec } | { readonly end: true } | { readonly stop: true };

const stdin = "the load generator's stdin";

/** Throws one `invalid_input` with every problem. */
export function parseGeneratorConfig(text: string): GeneratorConfig {
  const checker = new Checker(parseJson(stdin, "the configuration", text));
  const config = {
    name: checker.text("name"),
    cluster: checker.text("cluster"),
    link: readLink(checker.inside("link")),
    destinationPointCode: checker.integer("destinationPointCode", 1, greatestPointCode),
  };
  if (checker.problems.length > 0) throw invalidInput("the load generator's configuration", checker.problems);
  return config;
}

/** Throws one `invalid_input` with every problem. */
export function parseCommand(text: string): Command {
  const checker = new Checker(parseJson(stdin, "the command", text));
  if (checker.has("stop")) return { stop: true };
  if (checker.has("end")) return { end: true };
  const run = checker.inside("run");
  const spec = {
    rateReqPerSec: run.number("rateReqPerSec", 0.001, mostReqPerSec),
    arrival: run.oneOf("arrival", arrivals),
    seed: run.integer("seed", 0, Number.MAX_SAFE_INTEGER),
    ...(run.has("startAtEpochMs") ? { startAtEpochMs: run.number("startAtEpochMs", 0, Number.MAX_SAFE_INTEGER) } : {}),
    warmUpMs: run.number("warmUpMs", 0, dayMs),
    durationMs: run.number("durationMs", 1, dayMs),
    intervalMs: run.number("intervalMs", 1, dayMs),
    timeoutMs: run.number("timeoutMs", 1, dayMs),
    maxRetransmissions: run.integer("maxRetransmissions", 0, 100),
    ...(run.has("lagWarningMs") ? { lagWarningMs: run.number("lagWarningMs", 0.001, dayMs) } : {}),
  };
  if (checker.problems.length > 0) throw invalidInput("the load generator's command", checker.problems);
  return { run: spec };
}
