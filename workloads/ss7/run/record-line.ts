/** A line that the generator's process prints. */
import type { GeneratorRecord } from "../../records.ts";

/** Undefined for what is no record: what a machine prints at a login, or a record that was cut. */
export function parseRecordLine(line: string): GeneratorRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const isRecord = typeof value === "object" && value !== null && "kind" in value && typeof value.kind === "string";
  return isRecord ? (value as GeneratorRecord) : undefined;
}
