/** Has a host of a rack ask, or use, the fencing device of another one. */
import { CrossbedError, messageOf } from "../base/errors.ts";
import { fenceProgram } from "../rack/paths.ts";
import { fencingAnswerMs } from "../rack/timeouts.ts";
import { withMachines, type PartOfRack } from "./rack.ts";

/** What the program on a peer says. Throws `command_failed` with the device's own words. */
export async function askDevice(
  rack: Pick<PartOfRack, "inventory">,
  peer: string,
  host: string,
  action: string,
): Promise<string> {
  return await withMachines(rack.inventory, async (remote) => {
    try {
      return await remote.run(peer, `exec ${fenceProgram}`, `host=${host}\naction=${action}\n`, fencingAnswerMs);
    } catch (cause) {
      if (cause instanceof CrossbedError && cause.code !== "command_failed") throw cause;
      throw new CrossbedError("command_failed", messageOf(cause), {
        where: `fencing device of ${host}`,
        hint: `Its state is unknown: do not take it for off. ${peer} has the program once a stack with GFS2 was brought up there.`,
        cause,
      });
    }
  });
}

export type DeviceState = "on" | "off" | "silent";

/** What a host's device says to the first of the living hosts that gets an answer; `silent` where none does, or there is none. */
export async function deviceState(rack: Pick<PartOfRack, "inventory" | "facts">, host: string): Promise<DeviceState> {
  for (const peer of Object.keys(rack.facts).filter((name) => name !== host)) {
    const said = await askDevice(rack, peer, host, "status").then(
      (text) => text.trim(),
      () => "",
    );
    if (said === "on" || said === "off") return said;
  }
  return "silent";
}
