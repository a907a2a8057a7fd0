/** What it costs a host to be observed: processor time of the tool that measures its CPU, as the cases of a testbed that is up run it. */
import { setTimeout } from "node:timers/promises";
import { collectors, cpuToolOf } from "../benchmarks/collect/index.ts";
import { lookAtRack, withMachines } from "../cli/rack.ts";
import { platformOf } from "../platforms/index.ts";
import type { Remote } from "../rack/remote.ts";
import { scriptInput } from "../rack/script.ts";
import type { Finding } from "./finding.ts";
import { builtTestbed } from "./program-time.ts";

const observedSec = 60;
const intervalSec = 2;

export async function* observingCost(): AsyncGenerator<Finding> {
  const { stack, why } = await builtTestbed();
  if (stack === undefined) {
    yield { text: `cost of observing: skipped, as ${why}.`, figures: { what: "observing", skipped: why } };
    return;
  }
  const { inventory, plan, facts } = await lookAtRack(stack);
  const tool = cpuToolOf(platformOf(plan.platform).cpuTool);
  const spent = await withMachines(inventory, (remote) =>
    Promise.all(
      Object.entries(facts).map(async ([host, { pcpus }]) => ({
        host,
        pcpus,
        cpuSec: await observe(remote, host, collectors[tool].script),
      })),
    ),
  );
  for (const { host, pcpus, cpuSec } of spent) {
    const sharePercent = (100 * cpuSec) / (observedSec * pcpus);
    yield {
      text: `${tool} every ${String(intervalSec)} s takes ${sharePercent.toFixed(2)} % of ${host} (${stack}, ${String(pcpus)} pCPUs).`,
      figures: { what: "observing", stack, tool, host, pcpus, intervalSec, observedSec, cpuSec, sharePercent },
    };
  }
}

/** Processor time of the tool and all its processes, in seconds: the kernel counts it for their cgroup. */
async function observe(remote: Remote, host: string, script: string): Promise<number> {
  const child = remote.start(
    host,
    `group=/sys/fs/cgroup/crossbed-observing
mkdir -p "$group" && echo $$ > "$group/cgroup.procs"
(
${script}
) > /dev/null 2>&1
sed -n 's/^usage_usec //p' "$group/cpu.stat"
echo $$ > /sys/fs/cgroup/cgroup.procs
rmdir "$group"`,
  );
  let said = "";
  child.stdout.on("data", (data: Buffer) => (said += data.toString()));
  child.stdin.write(scriptInput({ INTERVAL_SEC: String(intervalSec) }));
  await setTimeout(observedSec * 1000);
  child.stdin.end();
  await child;
  const microseconds = Number(said.trim());
  if (!/^\d+$/.test(said.trim())) throw new Error(`${host} does not count the tool's processor time: ${said}`);
  return microseconds / 1e6;
}
