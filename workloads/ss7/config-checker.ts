/** Plain checks of a JSON document, all problems at once; the workload runs where only Node.js is. */
import { isIPv4 } from "node:net";
import { invalidInput, type Problem } from "../../base/errors.ts";
import { isRecord } from "../../base/json.ts";

/** Reads fields of an object and gathers what is wrong with them; a wrong field reads as a harmless value. */
export class Checker {
  readonly problems: Problem[];
  readonly #value: Readonly<Record<string, unknown>>;
  readonly #path: string;
  readonly #isAbsent: boolean = false;

  constructor(value: unknown, path = "", problems: Problem[] = []) {
    this.problems = problems;
    this.#path = path;
    if (isRecord(value)) this.#value = value;
    else {
      // One problem, not one for each field that it does not have.
      const found = value === undefined ? "missing" : JSON.stringify(value);
      problems.push({ path: path || "(document)", message: `is ${found}; give an object.` });
      this.#value = {};
      this.#isAbsent = true;
    }
  }

  has(field: string): boolean {
    return this.#value[field] !== undefined;
  }

  text(field: string): string {
    const value = this.#value[field];
    if (typeof value === "string" && value !== "") return value;
    this.#wrong(field, "a text");
    return "";
  }

  integer(field: string, min: number, max: number): number {
    const value = this.#value[field];
    if (typeof value === "number" && Number.isInteger(value) && value >= min && value <= max) return value;
    this.#wrong(field, `a whole number from ${String(min)} to ${String(max)}`);
    return min;
  }

  number(field: string, min: number, max: number): number {
    const value = this.#value[field];
    if (typeof value === "number" && value >= min && value <= max) return value;
    this.#wrong(field, `a number from ${String(min)} to ${String(max)}`);
    return min;
  }

  oneOf<Choice extends string>(field: string, choices: readonly [Choice, ...Choice[]]): Choice {
    const found = choices.find((choice) => choice === this.#value[field]);
    if (found === undefined) this.#wrong(field, `one of ${choices.join(", ")}`);
    return found ?? choices[0];
  }

  address(field: string): string {
    const value = this.#value[field];
    if (typeof value === "string" && isIPv4(value)) return value;
    this.#wrong(field, "an IPv4 address");
    return "";
  }

  addresses(field: string): readonly string[] {
    const value = this.#value[field];
    if (Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string" && isIPv4(item))) {
      return value as string[];
    }
    this.#wrong(field, "a list of IPv4 addresses");
    return [];
  }

  /** A checker of an object within; what it finds is among this one's problems. */
  inside(field: string): Checker {
    if (this.#isAbsent) return this;
    return new Checker(this.#value[field], this.#pathOf(field), this.problems);
  }

  #wrong(field: string, wanted: string): void {
    if (this.#isAbsent) return;
    const found = this.#value[field];
    const value = found === undefined ? "missing" : JSON.stringify(found);
    this.problems.push({ path: this.#pathOf(field), message: `is ${value}; give ${wanted}.` });
  }

  #pathOf(field: string): string {
    return [this.#path, field].filter((part) => part !== "").join(".");
  }
}

/** Throws `invalid_input` with where it stands for a text that is no JSON. */
export function parseJson(document: string, path: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw invalidInput(document, [{ path, message: `is no JSON (${String(cause)}).` }]);
  }
}
