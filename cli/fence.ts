/** `crossbed fence`: cuts a host off by its fencing device, asked for by one of its peers; or only asks the device. */
import { createInterface } from "node:readline/promises";
import { isatty } from "node:tty";
import { Command } from "commander";
import { CrossbedError, messageOf } from "../base/errors.ts";
import type { FencingDevicePlan } from "../components/fencing/plan.ts";
import type { HostFacts } from "../rack/facts.ts";
import { fenceProgram } from "../rack/paths.ts";
import { lookAtHeldRack, withMachines, type PartOfRack } from "./rack.ts";

/** A device that is silent, a machine that does not lose its power, and a delay: what the program on the hosts waits for at most. */
const answerMs = 300_000;
const say = (line: string): void => void process.stderr.write(`${line}\n`);

interface FenceOptions {
  readonly stack?: string;
  readonly status?: boolean;
  readonly isOff?: boolean;
  readonly yes?: boolean;
}

export function fenceCommand(): Command {
  return new Command("fence")
    .description("cut a host off by its fencing device, at once and without asking the host; or ask the device")
    .argument("<host>")
    .option("-s, --stack <stack>", "testbed stack on the rack in question; default: the one that holds the lab")
    .option("--status", "only ask the device, from every other host")
    .option("--is-off", "say that the host is off where its device cannot: the others take its locks")
    .option("-y, --yes", "do not ask for consent")
    .action(async (host: string, options: FenceOptions) => {
      const { rack, stack } = await lookAtHeldRack(options.stack);
      const device = deviceOf(rack, host, stack);
      const peers = Object.keys(rack.facts).filter((name) => name !== host);
      const [first] = peers;
      if (first === undefined) {
        throw new CrossbedError("unreachable", "no other host answers that could reach its fencing device.", {
          where: host,
          hint: "Switch it off where it stands.",
        });
      }
      if (options.status === true) {
        for (const peer of peers)
          say(`${host} is ${(await ask(rack, peer, host, "status")).trim()}, says its device to ${peer}`);
        return;
      }
      if (options.isOff === true) {
        await takeForOff(rack, { device, peer: first, stack }, () => consent(host, options));
        return;
      }
      say(announcement(rack, device, first));
      await consent(host, options);
      await ask(rack, first, host, device.action);
      say(`${host} was seen to be off${device.action === "reboot" ? " and was started again" : ""}`);
      say(`What ran on it is gone; once it answers: npx crossbed up ${stack}`);
    });
}

function deviceOf({ plan }: PartOfRack, host: string, stack: string): FencingDevicePlan {
  const device = plan.fencing.find((one) => one.host === host);
  if (device !== undefined) return device;
  const known = plan.fencing.map((one) => one.host).join(", ");
  throw new CrossbedError("invalid_input", `no fencing device of it in the inventory; there are: ${known || "none"}.`, {
    where: `${host}, stack ${stack}`,
    hint: "Give hosts[].fencing (docs/add-a-host.md).",
  });
}

function announcement({ plan, facts, gone }: PartOfRack, device: FencingDevicePlan, peer: string): string {
  const { host, program, options, action } = device;
  const guests = plan.guests.filter((guest) => guest.host === host).map(({ domain }) => domain);
  const where = options["ip"] === undefined ? program : `${program} at ${options["ip"]}`;
  return [
    `${peer} will switch ${host} off${action === "reboot" ? " and on again" : ""} by ${where}, at once.`,
    gone[host] === undefined ? `${host} answers now.` : `${host} does not answer.`,
    guests.length === 0
      ? "No guest has its home there."
      : `Guests at home there stop as by a loss of power: ${guests.join(", ")}.`,
    facts[host]?.lease == null ? "" : `It is held by ${facts[host].lease.stack}.`,
  ]
    .filter((line) => line !== "")
    .join("\n");
}

interface LostHost {
  readonly device: FencingDevicePlan;
  readonly peer: string;
  readonly stack: string;
}

/** What speaks against a host's being off, beside what its device says (`on`, `off` or `silent`). */
export function signsOfLife(
  {
    facts,
    gone,
  }: Pick<PartOfRack, "gone"> & { readonly facts: Readonly<Record<string, Pick<HostFacts, "clusterMembers">>> },
  { device, peer }: Pick<LostHost, "peer"> & { readonly device: Pick<FencingDevicePlan, "host" | "nodeId"> },
  state: string,
): string[] {
  return [
    ...(gone[device.host] === undefined ? ["it answers"] : []),
    ...(state === "on" ? ["its device calls it on"] : []),
    ...(facts[peer]?.clusterMembers?.includes(device.nodeId) === true
      ? [`the cluster on ${peer} has it as a member`]
      : []),
  ];
}

/** The operator's word in the place of a device that is silent. Throws `held`, with nothing changed, where anything says that the host lives. */
async function takeForOff(rack: PartOfRack, lost: LostHost, agreed: () => Promise<void>): Promise<void> {
  const { device, peer, stack } = lost;
  const { host, nodeId } = device;
  const state = await ask(rack, peer, host, "status").then(
    (said) => said.trim(),
    () => "silent",
  );
  const signs = signsOfLife(rack, lost, state);
  if (signs.length > 0) {
    throw new CrossbedError("held", `it is not known to be off: ${signs.join(", ")}. Nothing has been changed.`, {
      where: host,
      hint: `Cut it off: npx crossbed fence ${host}`,
    });
  }
  say(`${host} does not answer, and its device is ${state === "off" ? "sure that it is off" : "silent"}.`);
  say(
    `If you say that it is off, the others take its locks and replay its journal. If it is not, what it writes is lost.`,
  );
  await agreed();
  await withMachines(rack.inventory, (remote) =>
    remote.run(peer, 'read -r node; dlm_tool fence_ack "$node"', `${String(nodeId)}\n`),
  );
  say(`the cluster takes ${host} for cut off. Once it is back: npx crossbed up ${stack}`);
}

/** Throws `invalid_input` unless the user agrees, before anything is done. */
async function consent(host: string, { yes = false }: FenceOptions): Promise<void> {
  if (yes) return;
  const hint = "Add --yes.";
  if (!isatty(0)) {
    throw new CrossbedError("invalid_input", "there is no terminal to ask for consent; nothing has been done.", {
      hint,
    });
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await lines.question(`To do that, type the host's name: `).finally(() => {
    lines.close();
  });
  if (answer.trim() !== host)
    throw new CrossbedError("interrupted", "not agreed to; nothing has been done.", { where: host });
}

/** What the program on a peer says. Throws `command_failed` with the device's own words. */
async function ask(rack: PartOfRack, peer: string, host: string, action: string): Promise<string> {
  return await withMachines(rack.inventory, async (remote) => {
    try {
      return await remote.run(peer, `exec ${fenceProgram}`, `host=${host}\naction=${action}\n`, answerMs);
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
