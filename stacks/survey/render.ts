/** Findings as text: a table by machine, then each with its cure. */
import { CrossbedError } from "../../base/errors.ts";
import { table } from "../../base/text-table.ts";
import type { Finding } from "./finding.ts";

/** `machines`: all that were asked, in order. */
export function renderFindings(stack: string, machines: readonly string[], findings: readonly Finding[]): string {
  const count = (machine: string, severity: Finding["severity"]): number =>
    findings.filter((one) => one.machine === machine && one.severity === severity).length;
  const named = findings.some(({ machine }) => machine === "rack") ? ["rack", ...machines] : machines;
  const stops = findings.filter(({ severity }) => severity === "stop").length;
  return [
    ...table([
      ["machine", "stops", "warnings"],
      ...named.map((machine) => [machine, String(count(machine, "stop")), String(count(machine, "warning"))]),
    ]),
    ...findings.map(renderFinding),
    stops === 0
      ? `nothing found stops ${stack}`
      : `${String(stops)} ${stops === 1 ? "finding stops" : "findings stop"} ${stack}; nothing has been changed`,
  ].join("\n");
}

/** `STOP host1 lun-size: sees … Cure.` */
export function renderFinding({ code, severity, machine, text, cure }: Finding): string {
  return `${severity === "stop" ? "STOP" : "warning"} ${machine} ${code}: ${text} ${cure}`.trimEnd();
}

/** Refuses a stack that something stops, with everything that does. */
export function refuseFindings(stack: string, findings: readonly Finding[]): void {
  const stops = findings.filter(({ severity }) => severity === "stop");
  if (stops.length === 0) return;
  const text = `nothing has been changed.\n${stops.map((one) => `  ${renderFinding(one)}`).join("\n")}`;
  throw new CrossbedError("missing_prerequisite", text, { where: `stack ${stack}` });
}
