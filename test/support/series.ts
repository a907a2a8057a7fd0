/** Series of known mean, as a measured window gives them or worse: what intervals for a mean must hold. Deterministic by their seed. */
import { randomSource } from "../../base/random.ts";

export function normalSource(seed: number): () => number {
  const random = randomSource(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

export interface Series {
  readonly values: readonly number[];
  /** Mean of what the values are expected to be. */
  readonly truth: number;
}
/** Draws `n` values from a source of standard normal ones. */
export type SeriesKind = (n: number, normal: () => number) => Series;

/** First order, variance 1, from its stationary distribution on. */
export function autoregressive(memory: number): SeriesKind {
  return (n, normal) => {
    let value = normal();
    const values = Array.from({ length: n }, () => {
      const now = value;
      value = memory * value + Math.sqrt(1 - memory ** 2) * normal();
      return now;
    });
    return { values, truth: 0 };
  };
}

/** Each value the mean of so many neighbouring shocks. */
export function movingAverage(shocks: number): SeriesKind {
  return (n, normal) => {
    const all = Array.from({ length: n + shocks - 1 }, normal);
    return { values: Array.from({ length: n }, (_, at) => sumOf(all.slice(at, at + shocks)) / shocks), truth: 0 };
  };
}

/** A mean that rises by two standard deviations over the series. */
export const drifting: SeriesKind = (n, normal) => {
  const { values } = autoregressive(0.5)(n, normal);
  return { values: values.map((value, at) => value + 2 * (at / (n - 1) - 0.5)), truth: 0 };
};

/** The first tenth lies three standard deviations above the rest. */
export const stepAfterRestart: SeriesKind = (n, normal) => {
  const first = Math.round(n / 10);
  const { values } = autoregressive(0.5)(n, normal);
  return { values: values.map((value, at) => value + (at < first ? 3 : 0)), truth: (3 * first) / n };
};

/** Response times: a long tail upwards. */
export function lognormal(memory: number, deviation: number): SeriesKind {
  return (n, normal) => {
    const { values } = autoregressive(memory)(n, normal);
    return { values: values.map((value) => Math.exp(deviation * value)), truth: Math.exp(deviation ** 2 / 2) };
  };
}

/** A slow swing beneath as much noise, which hides it from an estimate of its memory. */
export const hiddenMemory: SeriesKind = (n, normal) => {
  const { values } = autoregressive(0.9)(n, normal);
  return { values: values.map((value) => value + normal()), truth: 0 };
};

/** How an estimator fares over `count` series: shown, and of those that hold the truth, both as shares; NaN where none is shown. */
export function coverageOf(
  kind: SeriesKind,
  n: number,
  count: number,
  marginOf: (values: readonly number[]) => number | undefined,
): { readonly shown: number; readonly reached: number } {
  const normal = normalSource(n);
  let [shown, held] = [0, 0];
  for (let index = 0; index < count; index += 1) {
    const { values, truth } = kind(n, normal);
    const margin = marginOf(values);
    if (margin === undefined) continue;
    shown += 1;
    if (Math.abs(sumOf(values) / n - truth) <= margin) held += 1;
  }
  return { shown: shown / count, reached: held / shown };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
