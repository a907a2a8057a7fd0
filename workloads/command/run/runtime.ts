/** What a run does with a user's own application. */
import { CrossbedError, messageOf } from "../../../base/errors.ts";
import type { Remote } from "../../../rack/remote.ts";
import { machineFiles, processDirectory, processLog } from "../../../rack/paths.ts";
import { commandText, scriptInput } from "../../../rack/script.ts";
import type { RunNode, WorkloadRuntime } from "../../workload.ts";
import { CommandGenerator } from "./load-generator.ts";

/** A node that does not serve after so many looks does not. */
const looks = 60;
const lookEveryMs = 2000;

/** The path comes from the plan and still goes in by stdin. A node without a probe serves as soon as it is started. */
const probeCommand = commandText({ text: `exec bash ${machineFiles}/node.sh probe "\${CONFIG:?}"` });

export const runtime: WorkloadRuntime = {
  hasProbeRequests: false,
  awaitNodes: async (remote, nodes, signal) => {
    await Promise.all(nodes.map((node) => awaitNode(remote, node, signal)));
  },
  // What happens to a node is in the files that the user names; nothing reads them.
  eventsOf: () => Promise.resolve([]),
  startGenerator: (remote, generator) => CommandGenerator.start(remote, generator),
};

async function awaitNode(remote: Remote, { name, machine }: RunNode, signal: AbortSignal): Promise<void> {
  for (let left = looks; ; left -= 1) {
    if (signal.aborted) throw new CrossbedError("interrupted", "interrupted before the first case.");
    const refusal = await remote
      .run(machine, probeCommand, scriptInput({ CONFIG: `${processDirectory(name)}/config` }))
      .then(
        () => undefined,
        (error: unknown) => error,
      );
    if (refusal === undefined) return;
    if (left === 0) {
      throw new CrossbedError("unreachable", `the node does not serve: ${messageOf(refusal)}`, {
        where: `${machine}, node ${name}`,
        hint: `Its log is ${processLog(name)} there; its probe is workload.node.probe.`,
        cause: refusal,
      });
    }
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}
