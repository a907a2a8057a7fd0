/**
 * The study's layouts (thesis tables 3.1 to 3.7, sections 3.4 and 3.5), before scaling: how a host is divided into guests, how
 * the load is divided among the clusters, and whether a guest moves.
 */

export interface Layout {
  /** In results and in the names of cases that the study does not number. */
  readonly name: string;
  readonly guestsPerHost: number;
  /** Of one guest. */
  readonly cores: number;
  readonly memoryGiB: number;
  /** Whether one guest gets the whole host, so that the host itself can take its place. */
  readonly isWholeHost: boolean;
  /** Part of the total load that the first cluster gets; the others share the rest equally. Absent: equal parts for all. */
  readonly firstShare?: number;
  /** Whether the first cluster's active guest moves to another host and back under load. */
  readonly moves: boolean;
}

const records = {
  "16core": { guestsPerHost: 1, cores: 16, memoryGiB: 24, isWholeHost: true, moves: false },
  "12core": { guestsPerHost: 1, cores: 12, memoryGiB: 24, isWholeHost: false, moves: false },
  "6core": { guestsPerHost: 2, cores: 6, memoryGiB: 14, isWholeHost: false, moves: false },
  // Thesis 3.7.4: the cluster whose guest moves has 150 of 2400 req/s.
  migration: { guestsPerHost: 2, cores: 6, memoryGiB: 14, isWholeHost: false, firstShare: 150 / 2400, moves: true },
} as const satisfies Readonly<Record<string, Omit<Layout, "name">>>;

export type LayoutName = keyof typeof records;

/** For schemas and messages. */
export const layoutNames = Object.keys(records) as [LayoutName, ...LayoutName[]];

/** What a stack may set instead of a layout's own numbers, for a sweep. */
export interface GuestSizes {
  readonly perHost?: number | undefined;
  readonly cores?: number | undefined;
  readonly memoryGiB?: number | undefined;
}

/** A layout, with a stack's own numbers in place of the study's; one that differs from the study's has a name of its own. */
export function layoutOf(name: LayoutName, sizes: GuestSizes = {}): Layout {
  const base: Omit<Layout, "name"> = records[name];
  const { perHost = base.guestsPerHost, cores = base.cores, memoryGiB = base.memoryGiB } = sizes;
  if (perHost === base.guestsPerHost && cores === base.cores && memoryGiB === base.memoryGiB) return { ...base, name };
  const ownName = `${String(perHost)}x${String(cores)}core-${String(memoryGiB)}gib${base.moves ? `-${name}` : ""}`;
  return { ...base, name: ownName, guestsPerHost: perHost, cores, memoryGiB, isWholeHost: false };
}

/** Each cluster's part of the total load. */
export function loadShares(layout: Layout, clusters: readonly string[]): Readonly<Record<string, number>> {
  const [first] = clusters;
  const firstShare = layout.firstShare === undefined || clusters.length === 1 ? 1 / clusters.length : layout.firstShare;
  const otherShare = (1 - firstShare) / Math.max(1, clusters.length - 1);
  return Object.fromEntries(clusters.map((cluster) => [cluster, cluster === first ? firstShare : otherShare]));
}
