/** The files of the application's nodes that belong to a run's raw data. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { messageOf } from "../../base/errors.ts";
import type { RunWarning } from "../../base/warnings.ts";
import type { Remote } from "../../rack/remote.ts";
import { readRemoteFile } from "../../rack/remote-file.ts";
import { runFiles } from "../results/directory.ts";
import type { RunNode } from "../../workloads/workload.ts";

/** Keeps each node's files as they are, in `raw/application/<node>.<name>`; returns what could not be kept, and why. */
export async function keepNodeFiles(
  remote: Remote,
  nodes: readonly RunNode[],
  runDirectory: string,
): Promise<RunWarning[]> {
  const directory = join(runDirectory, runFiles.raw, "application");
  await mkdir(directory, { recursive: true });
  const keep = async ({ name, machine, files }: RunNode): Promise<void> => {
    for (const [kind, file] of Object.entries(files)) {
      await writeFile(join(directory, `${name}.${kind}`), await readRemoteFile(remote, machine, file));
    }
  };
  const failures = await Promise.all(
    nodes.map((node) =>
      keep(node).then(
        (): RunWarning[] => [],
        (error: unknown): RunWarning[] => {
          const text = `files of ${node.name} were not kept: ${messageOf(error)}`;
          return [{ about: "application", machine: node.machine, text }];
        },
      ),
    ),
  );
  return failures.flat();
}
