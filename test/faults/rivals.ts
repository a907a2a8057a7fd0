/** Two who want the same hosts: two `up`s of one clone, two clones, and a take-over of hosts that are at work. */
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stateUrl } from "../../toolchain/environment.ts";
import { pulumiHome } from "../../toolchain/paths.ts";
import { Clone } from "../support/clone.ts";
import { crossbedLine, startCommand, type Ended } from "./command-run.ts";
import type { Fault, HarmedLab } from "./fault.ts";
import { loseGuest } from "./lost-guest.ts";

const twoUps: Fault = {
  name: "two-ups",
  text: "two `up`s at once, with a guest to start",
  times: 3,
  fences: 0,
  harm: async (lab) => {
    await loseGuest(lab);
    const line = crossbedLine("up", lab.stack, "--yes");
    const runs = [await startCommand(lab, line), await startCommand(lab, line)];
    const statuses = (await Promise.all(runs.map((run) => run.ended))).map(({ status }) => status);
    lab.say(`two ups ended with ${statuses.join(" and ")}`);
    return statuses.includes(0) ? [] : [`of two ups none did its work: they ended with ${statuses.join(" and ")}`];
  },
};

/** A command of Crossbed's in the other clone; resolves to how it ended. */
type InClone = (...args: readonly string[]) => Promise<Ended>;

/** Runs `work` with another clone of this project, whose stack of the same name wants the same hosts. */
async function withClone(lab: HarmedLab, work: (run: InClone) => Promise<string[]>): Promise<string[]> {
  const clone = await Clone.make();
  const cwd = clone.directory;
  // Its own state, whatever the environment of the suite says; the tools of this clone.
  const env = {
    PULUMI_HOME: pulumiHome(lab.project, process.env),
    PULUMI_BACKEND_URL: stateUrl(cwd),
    PULUMI_CONFIG_PASSPHRASE: "faults",
  };
  const start = async (line: [string, ...string[]]): Promise<Ended> =>
    (await startCommand(lab, line, { cwd, env })).ended;
  try {
    await start(crossbedLine("setup"));
    await writeFile(join(cwd, "rack.json"), JSON.stringify(lab.inventory));
    const settings = join(cwd, "stacks", `Pulumi.${lab.stack}.yaml`);
    const salt = await readFile(settings, "utf8").catch(() => "");
    await writeFile(settings, `${salt}config:\n  crossbed:inventory: rack.json\n`);
    return await work((...args) => start(crossbedLine(...args)));
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}

/** Demands that a command was refused in these words. */
export function refusal(what: string, { status, said }: Ended, words: RegExp): string[] {
  if (status !== 0 && words.test(said)) return [];
  return [`${what} of another clone was not refused (status ${String(status)}): ${said.trim().slice(-300)}`];
}

const twoClones: Fault = {
  name: "two-clones",
  text: "another clone wants the same hosts",
  times: 3,
  fences: 0,
  harm: (lab) =>
    withClone(lab, async (run) => {
      const up = await run("up", lab.stack, "--yes");
      const switched = await run("switch", lab.stack, "--yes");
      const { status } = await run("down", lab.stack, "--yes");
      return [
        ...refusal("up", up, /has held them since/u),
        ...refusal("switch", switched, /this clone does not know it/u),
        ...(status === 0 ? [] : [`down of another clone, which has nothing, ended with ${String(status)}`]),
      ];
    }),
};

const takeOver: Fault = {
  name: "take-over",
  text: "another clone takes hosts over that are at work",
  times: 3,
  fences: 0,
  harm: (lab) =>
    withClone(lab, async (run) =>
      refusal("take-over", await run("switch", lab.stack, "--take-over", "--yes"), /is not dead/u),
    ),
};

export const rivals: readonly Fault[] = [twoUps, twoClones, takeOver];
