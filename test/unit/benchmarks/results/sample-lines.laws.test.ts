import { fc } from "../../../support/laws.ts";
import { expect, test } from "vitest";
import { parseJson } from "../../../../benchmarks/results/json.ts";
import { sampleParser } from "../../../../benchmarks/results/sample-lines.ts";
import { sampleSchema, type Sample } from "../../../../benchmarks/results/sample.ts";

const head = '{"run":"r","case":"2.3.1","repetition":1,';
const metric = '"metric":"load.sent","unit":"count",';
const outcomeOf = (parse: () => unknown): unknown => {
  try {
    return parse();
  } catch (error) {
    return String(error);
  }
};

/** What stands where a number belongs. */
const numberText = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
  fc.constantFrom("", "01", "-", "+1", "1.", ".5", "0x10", " 7 ", "1e3", "1E-2", "1e999", "9e15", "null", '"5"', "NaN"),
);
/** Orders of keys, keys told twice, keys of labels that are named as the sample's own. */
const shape = fc.constantFrom(
  (time: string, value: string) => `${head}"timeMs":${time},${metric}"value":${value},"labels":{"generator":"a"}}`,
  (time: string, value: string) => `${head}"timeMs":${time},${metric}"value":${value},"labels":{"value":"a"}}`,
  (time: string, value: string) => `${head}"value":${value},"timeMs":${time},${metric}"labels":{}}`,
  (time: string, value: string) => `${head}"timeMs":${time},${metric}"value":${value},"labels":{},"value":4}`,
  (time: string, value: string) => `${head}"timeMs":${time},${metric}"value":${value},"labels":{},"timeMs":4}`,
  (time: string, value: string) =>
    `{"labels":{"timeMs":"a,"},"value":2,"timeMs":${time},"value":${value},${metric}"a":1}`,
  (time: string, value: string) => `${head}"timeMs":${time},${metric}"value":${value},"labels":{"generator":5}}`,
  (time: string, value: string) => `${head}"timeMs":${time},${metric}"value":${value}`,
  (time: string, value: string) =>
    `${head}"timeMs":${time},"metric":"none","unit":"count","value":${value},"labels":{}}`,
);

test("sampleParser · gives for every line what the schema gives for it alone, whatever lines came before", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(shape, numberText, numberText), { minLength: 1, maxLength: 8 }), (drawn) => {
      const parse = sampleParser();
      // Told twice, series come in an order that the parser has seen.
      for (const [of, time, value] of [...drawn, ...drawn]) {
        const line = of(time, value);
        const read = (): Sample => {
          const { series, ...numbers } = parse("a file", line);
          return { ...series, ...numbers };
        };
        expect(outcomeOf(read)).toEqual(outcomeOf(() => parseJson("a file", line, sampleSchema)));
      }
    }),
    { numRuns: 100 },
  );
});
