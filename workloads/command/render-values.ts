/** Values for the workload's scripts: a line each, name and base64. Names in capitals become environment, others are texts. */
export type Values = Readonly<Record<string, string>>;

/** The lines, as `machine/values.sh` reads them; no value is ever part of a command line. */
export function renderValues(values: Values): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${Buffer.from(value).toString("base64")}\n`)
    .join("");
}
