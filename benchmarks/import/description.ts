/** Checks a description whole: each value by itself, and all of them together. */
import { invalidInput, type Problem } from "../../base/errors.ts";
import { checked } from "../../base/schema-problems.ts";
import type { CpuCollector } from "../collect/collector.ts";
import { collectors } from "../collect/index.ts";
import { descriptionSchema, localMsOf, toolOf, type DescribedCase, type Description } from "./spec.ts";

/** Takes one problem: its path, and what is wrong there. */
type Add = (path: string, message: string) => void;

/** `document` is its name for messages. @throws CrossbedError `invalid_input` with all problems at once. */
export function parseDescription(document: string, data: unknown): Description {
  const description = checked(descriptionSchema, document, data);
  const problems: Problem[] = [];
  contradictions(description, (path, message) => problems.push({ path, message }));
  if (problems.length > 0) throw invalidInput(document, problems);
  return description;
}

/** What the schema cannot see. */
function contradictions(description: Description, add: Add): void {
  const { hosts, guests, cases } = description;
  once(
    "hosts",
    hosts.map(({ name }) => name),
    "each host stands there once",
    add,
  );
  const loads = cases.map(
    ({ loadReqPerSec, repetition }) => `load ${String(loadReqPerSec)} repetition ${String(repetition)}`,
  );
  once("cases", loads, "count the repetitions of a load from 1", add);
  for (const [index, { host }] of guests.entries()) known(`guests[${String(index)}].host`, host, description, add);
  for (const [index, each] of cases.entries()) ofCase(`cases[${String(index)}]`, each, description, add);
}

function ofCase(at: string, each: DescribedCase, description: Description, add: Add): void {
  const { from, to, cpu, application, hops = [] } = each;
  if (localMsOf(to) <= localMsOf(from)) add(`${at}.to`, `is ${to}; it must be later than from, ${from}.`);
  if (cpu.length + application.length === 0) add(at, "has no recording; give cpu, application or both.");
  once(
    `${at}.cpu`,
    cpu.map(({ host }) => host),
    "a case has one recording of a host",
    add,
  );
  once(
    `${at}.application`,
    application.map(({ cluster }) => cluster),
    "a case has one file of a cluster",
    add,
  );
  for (const [index, one] of cpu.entries()) ofCpu(`${at}.cpu[${String(index)}]`, one, description, add);
  for (const [index, hop] of hops.entries()) {
    const path = `${at}.hops[${String(index)}]`;
    known(`${path}.source`, hop.source, description, add);
    known(`${path}.destination`, hop.destination, description, add);
    const hasBoth = hop.began !== undefined && hop.ended !== undefined;
    if (!hasBoth && hop.duration === undefined) add(path, "has no times; give duration, or both began and ended.");
  }
}

function ofCpu(path: string, cpu: DescribedCase["cpu"][number], description: Description, add: Add): void {
  known(`${path}.host`, cpu.host, description, add);
  const tool = toolOf(description, cpu);
  const collector: CpuCollector = collectors[tool];
  if (collector.isWithoutTimes !== true) return;
  if (cpu.startedAt === undefined) {
    add(`${path}.startedAt`, `is missing; ${tool} prints no times: give that of its first sample.`);
  }
  const host = description.hosts.findIndex(({ name }) => name === cpu.host);
  if (host !== -1 && description.hosts[host]?.pcpus === undefined) {
    const message = `is missing; ${tool} gives shares of one pCPU: say how many the host has.`;
    add(`hosts[${String(host)}].pcpus`, message);
  }
}

function known(path: string, host: string, { hosts }: Description, add: Add): void {
  const names = hosts.map(({ name }) => name);
  if (!names.includes(host))
    add(path, `is ${JSON.stringify(host)}, but hosts has ${names.join(", ")}; correct either.`);
}

function once(path: string, list: readonly string[], what: string, add: Add): void {
  const again = list.find((item, index) => list.indexOf(item) !== index);
  if (again !== undefined) add(path, `has ${again} twice; ${what}.`);
}
