/** Commands that are killed without a word at a random moment; the suite's seed decides which. */
import { setTimeout } from "node:timers/promises";
import { requestOf } from "../../cli/stack-request.ts";
import { crossbedLine, startCommand, type CommandOptions } from "./command-run.ts";
import type { Fault, HarmedLab } from "./fault.ts";
import { Load, longRequest } from "./load.ts";
import { demand, takeDown } from "./way-out.ts";

/** Kills it, with all that it started, within so many seconds; one that was quicker has ended by itself. */
async function killWithin(
  lab: HarmedLab,
  spanSec: number,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<void> {
  const afterSec = lab.random() * spanSec;
  const run = await startCommand(lab, crossbedLine(...args), options);
  const early = new AbortController();
  await Promise.race([
    run.ended,
    setTimeout(afterSec * 1000, undefined, { signal: early.signal }).catch(() => undefined),
  ]);
  early.abort();
  const what = run.isOver ? "ended by itself before it was killed" : "killed";
  lab.say(`${args.join(" ")}: ${what} after ${afterSec.toFixed(1)} s`);
  run.signal("SIGKILL");
  await run.ended;
}

/** By command: within how many seconds of it, emulated, there is still something to do. */
const spanSec = { up: 150, switch: 180, bench: 60, destroy: 60 } as const;

function killedFault(command: keyof typeof spanSec, rest: Pick<Fault, "harm" | "takesDown">): Fault {
  return {
    ...rest,
    name: `${command}-killed`,
    text: `${command} killed within ${spanSec[command]} s`,
    times: 5,
    fences: 0,
  };
}

export const killedCommands: readonly Fault[] = [
  killedFault("bench", {
    harm: async (lab) => {
      const request = longRequest(await requestOf(lab.stack));
      await killWithin(lab, spanSec.bench, ["bench", "-", "--json"], { input: JSON.stringify(request) });
      // Whatever it left behind is in nobody's way.
      const { problems } = await (await Load.start(lab, request)).end();
      return problems;
    },
  }),
  killedFault("destroy", {
    takesDown: true,
    harm: async (lab) => {
      await killWithin(lab, spanSec.destroy, ["down", lab.stack, "--yes"]);
      return await takeDown(lab);
    },
  }),
  killedFault("up", {
    takesDown: true,
    harm: async (lab) => {
      const problems = await takeDown(lab);
      await killWithin(lab, spanSec.up, ["up", lab.stack, "--yes"]);
      return problems;
    },
  }),
  killedFault("switch", {
    takesDown: true,
    harm: async (lab) => {
      await killWithin(lab, spanSec.switch, ["switch", lab.stack, "--rebuild", "--yes"]);
      return await demand(lab, 0, "switch", lab.stack, "--yes");
    },
  }),
];
