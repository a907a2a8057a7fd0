/** Has every host ask its peers' fencing devices for their status, all at once. Fences nothing. */
import { readFileSync } from "node:fs";
import { CrossbedError, messageOf } from "../../base/errors.ts";
import { deviceValues } from "../../components/fencing/devices.ts";
import { sbdSlots, type FencingPlan } from "../../components/fencing/plan.ts";
import { readFencingPasswords } from "../../rack/fencing-passwords.ts";
import type { Inventory } from "../../rack/inventory.ts";
import { Remote } from "../../rack/remote.ts";
import { commandText, scriptInput } from "../../rack/script.ts";
import { machinesOf } from "../../rack/ssh-config.ts";
import { lookAnswerMs, lookConnectSec } from "../../rack/timeouts.ts";
import type { TestbedPlan } from "../plan.ts";
import { linesOf } from "./lines.ts";

/** A device that did not answer a host. */
export interface SilentDevice {
  readonly asker: string;
  /** Whose device. */
  readonly host: string;
  /** Part of a sentence, without a full stop. */
  readonly why: string;
}

export interface AskedDevices {
  readonly silent: readonly SilentDevice[];
  /** Why no device could be asked; absent where they were. */
  readonly failure?: string;
}

export const askFencingText = [
  new URL("../../components/fencing/scripts/device-files.sh", import.meta.url),
  new URL("scripts/ask-fencing.sh", import.meta.url),
]
  .map((url) => readFileSync(url, "utf8"))
  .join("\n");

/** Devices that a host can ask before anything of the stack runs: a slot of sbd answers only while the host's sbd does. */
function askable(plan: Pick<TestbedPlan, "filesystem" | "fencing">): FencingPlan {
  const slots = sbdSlots(plan.fencing);
  return plan.filesystem?.kind === "gfs2" ? plan.fencing.filter((device) => !slots.includes(device)) : [];
}

/** A host that does not answer, or has not the device's program, asks nothing: that is found elsewhere. */
export async function askFencing(plan: TestbedPlan, inventory: Inventory): Promise<AskedDevices> {
  const devices = askable(plan);
  if (devices.length === 0) return { silent: [] };
  let passwords: Readonly<Record<string, string>>;
  try {
    passwords = readFencingPasswords(inventory);
  } catch (thrown) {
    if (thrown instanceof CrossbedError) return { silent: [], failure: thrown.message };
    throw thrown;
  }
  const machines = machinesOf(inventory, inventory.hosts);
  const options = { connectSec: lookConnectSec, isShared: false };
  const remote = await Remote.open(machines, inventory.ssh.privateKeyFile, options);
  try {
    const asked = await Promise.all(
      machines.map(async ({ name }) => {
        const peers = devices.filter(({ host }) => host !== name);
        if (peers.length === 0) return [];
        try {
          const { values, secrets } = deviceValues(peers, passwords);
          const input = scriptInput({ ...values, ...secrets });
          return parseAnswers(name, await remote.run(name, commandText({ text: askFencingText }), input, lookAnswerMs));
        } catch (thrown) {
          if (thrown instanceof CrossbedError && thrown.code === "unreachable") return [];
          return peers.map(({ host }): SilentDevice => ({
            asker: name,
            host,
            why: messageOf(thrown).replace(/\.$/u, ""),
          }));
        }
      }),
    );
    return { silent: asked.flat() };
  } finally {
    await remote.close();
  }
}

/** What `ask-fencing.sh` printed on a host. */
export function parseAnswers(asker: string, text: string): SilentDevice[] {
  const { said, finish } = linesOf(asker, text, "stacks/survey/scripts/ask-fencing.sh");
  return finish(said("fencing", 2).flatMap(([host = "", why = ""]) => (why === "" ? [] : [{ asker, host, why }])));
}
