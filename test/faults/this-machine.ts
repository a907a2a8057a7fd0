/** What can happen to the machine that runs the commands, and to clocks. */
import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { identityOf, isAlive } from "../../base/process-identity.ts";
import { requestOf } from "../../cli/stack-request.ts";
import { stateDirectory } from "../../base/project.ts";
import { join } from "node:path";
import { crossbedLine, startCommand } from "./command-run.ts";
import { firstHost, type Fault, type HarmedLab } from "./fault.ts";
import type { Harm } from "./harms.ts";
import { longRequest } from "./load.ts";
import { loseGuest } from "./lost-guest.ts";
import { fillSmall } from "./small-disk.ts";
import { takeDown } from "./way-out.ts";

const caseSec = 30;
const aheadSec = 3600;
/** How long a command may take to end in order once its terminal is gone. */
const endSec = 600;

/** A benchmark's results lie on a disk of their own, which is full in the middle of it. */
const fullDisk: Fault = {
  name: "disk-full",
  text: "the disk that results are written to is full in the middle of a benchmark",
  times: 1,
  fences: 0,
  harm: async (lab) => {
    const mountPoint = join(stateDirectory(lab.project), "faults-disk");
    const disk: Harm = { kind: "disk", mountPoint };
    await lab.standing.inflict(disk);
    const request = longRequest(await requestOf(lab.stack), { resultsDirectory: mountPoint, seconds: caseSec });
    const run = await startCommand(lab, crossbedLine("bench", "-", "--json"), { input: JSON.stringify(request) });
    await run.untilSays(/answered/u);
    await fillSmall(mountPoint);
    const { status, said } = await run.ended;
    await lab.standing.heal(disk);
    const isTold = status !== undefined && status !== 0 && /no space|ENOSPC/iu.test(said);
    return isTold
      ? []
      : [`the benchmark ended with ${String(status)} and not with an error that says that there is no space`];
  },
};

/** It is set back when the load has ended. */
const steppedClock: Fault = {
  name: "clock-stepped",
  text: `the clock of the first host ahead by ${aheadSec} s under load`,
  times: 1,
  fences: 0,
  isUnderLoad: true,
  harm: async (lab) => {
    await lab.standing.inflict({ kind: "clock", machine: firstHost(lab), aheadSec });
    await setTimeout(caseSec * 1000);
    return [];
  },
};

/** Runs a command on a terminal of its own, which closes once it has said something; resolves to what was not as it must be. */
async function closeTerminal(lab: HarmedLab, says: RegExp, args: readonly string[]): Promise<string[]> {
  const line = ["exec", ...crossbedLine(...args)].join(" ");
  const terminal = await startCommand(lab, ["script", "-qec", line, "/dev/null"]);
  await terminal.untilSays(says);
  const { pid } = terminal;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").map(Number);
  const commands = children.map(identityOf).filter((one) => one !== undefined);
  // Its end of the terminal closes: the kernel says so to the command.
  terminal.signal("SIGKILL");
  await terminal.ended;
  for (let second = 0; second < endSec; second += 1) {
    if (commands.every((one) => isAlive(one) === false)) return [];
    await setTimeout(1000);
  }
  return [`${args.join(" ")} still works ${endSec} s after its terminal closed`];
}

function terminalFault(command: string, rest: Pick<Fault, "harm" | "takesDown">): Fault {
  return {
    ...rest,
    name: `terminal-closed-${command}`,
    text: `the terminal of ${command} closes in the middle of it`,
    times: 1,
    fences: 0,
  };
}

export const thisMachine: readonly Fault[] = [
  fullDisk,
  steppedClock,
  terminalFault("bench", { harm: (lab) => closeTerminal(lab, /answered/u, ["bench", lab.stack]) }),
  terminalFault("up", {
    harm: async (lab) => {
      await loseGuest(lab);
      return await closeTerminal(lab, /creating|updating|replacing/u, ["up", lab.stack, "--yes"]);
    },
  }),
  terminalFault("down", {
    takesDown: true,
    harm: async (lab) => [
      ...(await closeTerminal(lab, /deleting/u, ["down", lab.stack, "--yes"])),
      ...(await takeDown(lab)),
    ],
  }),
];
