/** The pCPUs of a host and how they belong together, as the host numbers them while it runs its platform. */

/** One pCPU that is switched on; properties that the host does not state are absent. */
export interface Pcpu {
  readonly pcpu: number;
  readonly socket?: number;
  /** Number of the core, unique within its socket: pCPUs of one core are SMT siblings. */
  readonly core?: number;
  /** NUMA node that its memory is near to. */
  readonly node?: number;
}

export interface Topology {
  /** Empty where the host does not say. */
  readonly pcpus: readonly Pcpu[];
  readonly nodes: readonly { readonly node: number; readonly memoryMiB: number }[];
}

/** A core, as its pCPUs' common name. A pCPU whose core is not known stands alone. */
export function coreOf({ pcpu, socket, core }: Pcpu): string {
  return core === undefined ? `pcpu ${String(pcpu)}` : `${String(socket ?? 0)}/${String(core)}`;
}

/** Numbers as Linux lists CPUs: `0-7,16`. */
export function renderCpuList(numbers: readonly number[]): string {
  const sorted = [...new Set(numbers)].toSorted((left, right) => left - right);
  const ranges: [number, number][] = [];
  for (const number of sorted) {
    const last = ranges.at(-1);
    if (last !== undefined && number === last[1] + 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([first, last]) => (first === last ? String(first) : `${String(first)}-${String(last)}`)).join(",");
}

/** What a reader must know of a topology, by name: how many of each, the pCPUs of each node, the SMT siblings. Empty where nothing is known. */
export function topologyFacts({ pcpus, nodes }: Topology): Readonly<Record<string, string>> {
  if (pcpus.length === 0) return {};
  const distinct = (values: readonly (number | string | undefined)[]): number =>
    new Set(values.filter((value) => value !== undefined)).size;
  const counts = [
    [distinct(pcpus.map(({ socket }) => socket)), "socket"],
    [distinct(pcpus.map(({ node }) => node)), "node"],
    [pcpus.some(({ core }) => core === undefined) ? 0 : distinct(pcpus.map(coreOf)), "core"],
    [pcpus.length, "pCPU"],
  ] as const;
  const ofNode = (wanted: number): string =>
    renderCpuList(pcpus.filter(({ node }) => node === wanted).map(({ pcpu }) => pcpu));
  const siblings = [...new Set(pcpus.map(coreOf))]
    .map((core) => pcpus.filter((pcpu) => coreOf(pcpu) === core))
    .filter((threads) => threads.length > 1)
    .map((threads) => threads.map(({ pcpu }) => String(pcpu)).join("+"));
  return {
    topology: counts
      .filter(([count]) => count > 0)
      .map(([count, what]) => `${String(count)} ${what}${count === 1 ? "" : "s"}`)
      .join(", "),
    ...Object.fromEntries(
      nodes
        .toSorted((left, right) => left.node - right.node)
        .map(({ node, memoryMiB }) => [`node ${String(node)}`, `pCPUs ${ofNode(node)}, ${String(memoryMiB)} MiB`]),
    ),
    ...(siblings.length === 0 ? {} : { "SMT siblings": siblings.join(" ") }),
  };
}
