/**
 * Which pCPUs each guest of a host gets, and which are left to the host itself. Decided from the host's topology alone, so that equal
 * hosts give equal shares on every platform:
 *
 * - A guest gets whole cores: no core serves two guests as long as whole cores are left.
 * - Where there is a core for every vCPU of the host's guests, each vCPU has one to itself and the core's SMT siblings stay idle;
 *   else neighbouring vCPUs of one guest are siblings.
 * - A guest stays on one NUMA node where its vCPUs and its memory fit into what is free there, on the fullest such node; else it is
 *   spread over as few nodes as hold it, in equal parts.
 * - What nobody gets is the host's own, from its first core on: guests get the last cores first.
 * - Where pCPUs run out, vCPUs share those that have the fewest.
 */
import { coreOf, type Pcpu, type Topology } from "../../rack/topology.ts";

/** What gets pCPUs: a guest, or on bare metal the application itself. */
export interface Demand {
  readonly name: string;
  readonly vcpus: number;
  readonly memoryMiB: number;
}

export interface HostShares {
  /** pCPU of each vCPU in order, by the demand's name. */
  readonly pins: Readonly<Record<string, readonly number[]>>;
  /** pCPUs on whose cores nobody else is, or else pCPUs that nobody has; ascending, empty where every pCPU is given. */
  readonly own: readonly number[];
}

/** One guest's share of the host that it runs on. */
export interface GuestShare {
  /** pCPU of each vCPU in order; empty where nothing is pinned. */
  readonly pins: readonly number[];
  /** pCPUs of the emulator's own threads; empty where they may run anywhere. */
  readonly emulator: readonly number[];
}

/** A core with its threads in ascending order. */
interface Core {
  readonly node: number;
  readonly threads: readonly number[];
}

interface State {
  readonly cores: readonly Core[];
  /** vCPUs on each pCPU so far. */
  readonly load: Map<number, number>;
  /** vCPUs that a whole core takes. */
  readonly perCore: (core: Core) => number;
  /** Memory that is left on each node; absent for a node whose memory is not known. */
  readonly memoryMiB: Map<number, number>;
}

/** Shares of one host, given in the order of the demands. A host that says nothing of its pCPUs gives no share. */
export function planShares(topology: Topology, demands: readonly Demand[]): HostShares {
  const vcpus = demands.reduce((sum, demand) => sum + demand.vcpus, 0);
  const state = begin(topology, vcpus);
  const pins = Object.fromEntries(demands.map((demand) => [demand.name, give(state, demand, state.cores)]));
  return { pins, own: ownOf(state) };
}

/**
 * pCPUs for a guest that visits a host whose shares are given: the host's own, whole cores first and on one node if possible; several
 * vCPUs share one where they do not suffice, so that the host's residents are left alone. Only on a host without any of its own does the
 * visitor share theirs.
 */
export function planVisit(topology: Topology, { own, pins }: HostShares, visitor: Demand): readonly number[] {
  const state = begin(topology, visitor.vcpus, own);
  for (const pcpu of Object.values(pins).flat()) state.load.set(pcpu, (state.load.get(pcpu) ?? 0) + 1);
  const free = state.cores
    .map((core) => ({ ...core, threads: core.threads.filter((pcpu) => own.includes(pcpu)) }))
    .filter(({ threads }) => threads.length > 0);
  return give(state, visitor, free.length > 0 ? free : state.cores);
}

function begin({ pcpus, nodes }: Topology, vcpus: number, among?: readonly number[]): State {
  const sorted = pcpus.toSorted((left, right) => left.pcpu - right.pcpu);
  const cores = [...new Set(sorted.map(coreOf))].map((name): Core => {
    const threads = sorted.filter((pcpu) => coreOf(pcpu) === name);
    return { node: nodeOf(threads[0]), threads: threads.map(({ pcpu }) => pcpu) };
  });
  const usable =
    among === undefined ? cores : cores.filter(({ threads }) => threads.some((pcpu) => among.includes(pcpu)));
  const hasCoreForEach = vcpus <= usable.length;
  return {
    cores,
    load: new Map(sorted.map(({ pcpu }) => [pcpu, 0])),
    perCore: ({ threads }) => (hasCoreForEach ? 1 : threads.length),
    memoryMiB: new Map(nodes.map(({ node, memoryMiB }) => [node, memoryMiB])),
  };
}

const nodeOf = (pcpu: Pcpu | undefined): number => pcpu?.node ?? 0;

/** Takes pCPUs for one demand among `cores`, and writes down that they are taken. */
function give(state: State, demand: Demand, cores: readonly Core[]): readonly number[] {
  const free = cores.filter(({ threads }) => threads.every((pcpu) => state.load.get(pcpu) === 0));
  const taken = wholeCores(state, demand, free);
  const pins =
    taken === undefined
      ? leastLoaded(state, demand.vcpus, cores)
      : taken.flatMap((core) => core.threads.slice(0, state.perCore(core))).slice(0, demand.vcpus);
  for (const pcpu of pins) state.load.set(pcpu, (state.load.get(pcpu) ?? 0) + 1);
  const nodes = [...new Set((taken ?? []).map(({ node }) => node))];
  for (const node of nodes) {
    const left = state.memoryMiB.get(node);
    if (left !== undefined) state.memoryMiB.set(node, left - demand.memoryMiB / nodes.length);
  }
  return pins;
}

/** Whole cores for a demand by the rule of nodes, ascending; undefined where there are not enough. */
function wholeCores(state: State, demand: Demand, free: readonly Core[]): readonly Core[] | undefined {
  const room = (cores: readonly Core[]): number => cores.reduce((sum, core) => sum + state.perCore(core), 0);
  if (demand.vcpus > room(free)) return undefined;
  const nodes = [...new Set(free.map(({ node }) => node))]
    .map((node) => ({ node, cores: free.filter((core) => core.node === node) }))
    .toSorted((one, other) => room(other.cores) - room(one.cores) || one.node - other.node);
  const fits = (some: typeof nodes): boolean =>
    room(some.flatMap(({ cores }) => cores)) >= demand.vcpus &&
    some.reduce((sum, { node }) => sum + (state.memoryMiB.get(node) ?? Infinity), 0) >= demand.memoryMiB;
  const alone = nodes.findLast((node) => fits([node]));
  const together = nodes.findIndex((_, index) => fits(nodes.slice(0, index + 1)));
  const among = alone === undefined ? (together === -1 ? nodes : nodes.slice(0, together + 1)) : [alone];
  const left = among.map(({ cores }) => [...cores]);
  const taken: Core[] = [];
  while (room(taken) < demand.vcpus) {
    // The node with the most left gives the next one, so that all give alike.
    const [most] = left.toSorted((one, other) => room(other) - room(one));
    const core = most?.pop();
    if (core === undefined) return undefined;
    taken.push(core);
  }
  return taken.toSorted((one, other) => one.node - other.node || (one.threads[0] ?? 0) - (other.threads[0] ?? 0));
}

/** One pCPU after another that has the fewest vCPUs so far, the last ones first as everywhere. */
function leastLoaded({ load }: State, vcpus: number, cores: readonly Core[]): readonly number[] {
  const loads = new Map(cores.flatMap(({ threads }) => threads).map((pcpu) => [pcpu, load.get(pcpu) ?? 0]));
  if (loads.size === 0) return [];
  return Array.from({ length: vcpus }, () => {
    const [[pcpu, count] = [0, 0]] = [...loads].toSorted((left, right) => left[1] - right[1] || right[0] - left[0]);
    loads.set(pcpu, count + 1);
    return pcpu;
  });
}

function ownOf({ cores, load }: State): readonly number[] {
  const isFree = (pcpu: number): boolean => load.get(pcpu) === 0;
  const whole = cores.filter(({ threads }) => threads.every(isFree));
  const own = (whole.length > 0 ? whole : cores).flatMap(({ threads }) => threads).filter(isFree);
  return own.toSorted((left, right) => left - right);
}
