/** Testbeds of a study without runs: their numbers come from a list, for tests of what is concluded from them. */
import type { MeasureName } from "../../benchmarks/analysis/compare/measures.ts";
import type { Observation, Testbed } from "../../benchmarks/analysis/study/testbed.ts";

export interface TestbedNumbers {
  readonly platform: string;
  readonly layout?: string;
  /** Values of the repetitions by load. */
  readonly cpu: Readonly<Record<number, readonly number[]>>;
  readonly mean?: Readonly<Record<number, readonly number[]>>;
  readonly notCarried?: readonly number[];
}

export function testbedWith({ platform, layout = "16core", cpu, mean = {}, notCarried = [] }: TestbedNumbers): Testbed {
  const observations = Object.entries(cpu).flatMap(([load, values]) =>
    values.map((value, index): Observation => {
      const nominalReqPerSec = Number(load);
      const time = mean[nominalReqPerSec]?.[index];
      const told: Partial<Record<MeasureName, number>> = { cpu: value, ...(time === undefined ? {} : { mean: time }) };
      return {
        unit: `r${String(index + 1)}`,
        load: { nominalReqPerSec, hasMigration: false },
        isCarried: !notCarried.includes(nominalReqPerSec),
        values: told,
      };
    }),
  );
  return { platform, layout, emulated: true, side: undefined, observations: () => observations, cases: [] };
}
