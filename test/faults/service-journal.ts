/** The journal of the reference service: what it wrote for each request that it answered, on its guest's disk. */
import type { BenchmarkRequest } from "../../benchmarks/run/request.ts";
import { hostPaths, processDirectory } from "../../rack/paths.ts";
import type { Remote } from "../../rack/remote.ts";

/** What the suite sets: each request's record is on the disk before the request is answered. */
export const journalSettings = { bytesPerRequest: 512, syncEveryRequests: 1 } as const;

export interface NodeJournal {
  readonly node: string;
  readonly cluster: string;
  /** The process that writes it. */
  readonly pid: string;
  readonly bytes: number;
  /** Bytes that the service never wrote: what a lost write leaves. */
  readonly foreignBytes: number;
}

/** The service writes dots. */
const ask = `read -r pid; read -r journal
cat "$pid" || true
{ cat "$journal" 2> /dev/null || true; } | wc -c
{ cat "$journal" 2> /dev/null || true; } | tr -d . | wc -c`;

export async function readJournals(remote: Remote, { workload }: BenchmarkRequest): Promise<NodeJournal[]> {
  return await Promise.all(
    workload.nodes.map(async ({ name, machine, cluster }) => {
      const journal = `${hostPaths.HOST_LOGS}/${name}.journal`;
      const text = await remote.run(machine, ask, `${processDirectory(name)}/pid\n${journal}\n`);
      const [pid = "", bytes, foreign] = text.trim().split("\n");
      return { node: name, cluster, pid, bytes: Number(bytes), foreignBytes: Number(foreign) };
    }),
  );
}

/**
 * What the journals lack of requests that were answered between two looks at them, and what in them nobody wrote. A process that was
 * started meanwhile began its journal anew: of its cluster only that is known.
 */
export function journalProblems(
  before: readonly NodeJournal[],
  after: readonly NodeJournal[],
  answeredByCluster: Readonly<Record<string, number>>,
): string[] {
  const damaged = after
    .filter(({ foreignBytes }) => foreignBytes > 0)
    .map(
      ({ node, foreignBytes }) => `the journal of ${node} holds ${foreignBytes} bytes that the service did not write`,
    );
  const short = Object.entries(answeredByCluster).flatMap(([cluster, answered]) => {
    const [old, now] = [before, after].map((looks) => looks.filter((one) => one.cluster === cluster));
    const isSame = now?.every(({ node, pid }) => old?.some((one) => one.node === node && one.pid === pid)) === true;
    const bytes = (looks: readonly NodeJournal[] = []): number => looks.reduce((sum, one) => sum + one.bytes, 0);
    const written = (bytes(now) - bytes(old)) / journalSettings.bytesPerRequest;
    return !isSame || written >= answered
      ? []
      : [`the journals of cluster ${cluster} hold ${written} records for ${answered} requests that were answered`];
  });
  return [...damaged, ...short];
}
