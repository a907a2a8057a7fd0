/** `crossbed fence`: cuts a host off by its fencing device, asked for by one of its peers; or only asks the device. */
import { createInterface } from "node:readline/promises";
import { isatty } from "node:tty";
import { Command } from "commander";
import { CrossbedError } from "../base/errors.ts";
import { devicePlace, type FencingDevicePlan } from "../components/fencing/plan.ts";
import { writeDeath, readDeaths, type Death } from "../rack/death-record.ts";
import { leaseHolder } from "../rack/lease-holder.ts";
import { mayBeOff } from "../rack/ssh-failure.ts";
import { bootOf } from "../stacks/lost-host.ts";
import { acknowledgeFencing } from "../stacks/lost-host-steps.ts";
import { revealedResources } from "../toolchain/state-edit.ts";
import { askDevice, deviceState, type DeviceState } from "./fencing-device.ts";
import { isMember, nodeIdOf, untilMissed } from "./lost-host.ts";
import { project } from "../base/project.ts";
import { lookAtHeldRack, withMachines, type PartOfRack } from "./rack.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);

interface FenceOptions {
  readonly stack?: string;
  readonly status?: boolean;
  readonly off?: boolean;
  readonly isOff?: boolean;
  readonly yes?: boolean;
}

export function fenceCommand(): Command {
  return new Command("fence")
    .description("cut a host off by its fencing device, at once and without asking the host; or ask the device")
    .argument("<host>")
    .option("-s, --stack <stack>", "testbed stack on the rack in question; default: the one that holds the lab")
    .option("--status", "only ask the device, from every other host")
    .option("--off", "switch the host off and leave it off, for one that is gone for good")
    .option("--is-off", "say that the host is off where its device cannot: the others take its locks")
    .option("-y, --yes", "do not ask for consent")
    .action(async (host: string, options: FenceOptions) => {
      const { rack, stack } = await lookAtHeldRack(options.stack);
      const lost = lostHostOf(rack, host, stack);
      if (options.isOff === true) {
        await takeForOff(rack, lost, () => consent(host, options));
        return;
      }
      const device = deviceOf(rack, host, stack);
      if (options.status === true) {
        for (const peer of Object.keys(rack.facts).filter((name) => name !== host))
          say(`${host} is ${(await askDevice(rack, peer, host, "status")).trim()}, says its device to ${peer}`);
        return;
      }
      await cutOff(rack, lost, options.off === true ? { ...device, action: "off" } : device, () =>
        consent(host, options),
      );
    });
}

interface LostHost {
  readonly host: string;
  /** A living host, which acts. */
  readonly peer: string;
  readonly stack: string;
}

function lostHostOf({ inventory, facts }: PartOfRack, host: string, stack: string): LostHost {
  const names = inventory.hosts.map(({ name }) => name);
  if (!names.includes(host)) {
    throw new CrossbedError("invalid_input", `is no host of the inventory; there are: ${names.join(", ")}.`, {
      where: `${host}, stack ${stack}`,
    });
  }
  const peer = Object.keys(facts).find((name) => name !== host);
  if (peer !== undefined) return { host, peer, stack };
  throw new CrossbedError("unreachable", "no other host answers that could reach its fencing device.", {
    where: host,
    hint: "Switch it off where it stands.",
  });
}

async function cutOff(
  rack: PartOfRack,
  { host, peer, stack }: LostHost,
  device: FencingDevicePlan,
  agreed: () => Promise<void>,
): Promise<void> {
  say(announcement(rack, device, peer));
  await agreed();
  await askDevice(rack, peer, host, device.action);
  if (device.action === "reboot") {
    say(`${host} was seen to be off and was started again`);
    say(`What ran on it is gone; once it answers: npx crossbed up ${stack}`);
    return;
  }
  say(`${host} was seen to be off`);
  await untilMissed(rack, host, say);
  await record(rack, { host, peer, stack }, "device");
}

/** Writes down that the host is off, and says what follows. */
async function record(
  { inventory }: PartOfRack,
  { host, stack }: LostHost,
  confirmedBy: Death["confirmedBy"],
): Promise<void> {
  const known = inventory.hosts.find(({ name }) => name === host);
  // Where this clone does not know the stack, any boot of the host is a new one.
  const resources = await revealedResources(stack, project).catch(() => []);
  const before = readDeaths(project, inventory.name).find((death) => death.host === host);
  writeDeath(project, {
    version: 1,
    rack: inventory.name,
    host,
    bootId: known === undefined ? "" : bootOf(resources, known),
    confirmedBy,
    by: leaseHolder(stack, project).holder,
    at: new Date().toISOString(),
    ...(before?.freed === undefined ? {} : { freed: before.freed }),
  });
  say(`Once it is back: npx crossbed up ${stack}. If it does not come back: npx crossbed down ${stack}`);
}

function deviceOf({ plan }: PartOfRack, host: string, stack: string): FencingDevicePlan {
  const device = plan.fencing.find((one) => one.host === host);
  if (device !== undefined) return device;
  const known = plan.fencing.map((one) => one.host).join(", ");
  throw new CrossbedError("invalid_input", `no fencing device of it in the inventory; there are: ${known || "none"}.`, {
    where: `${host}, stack ${stack}`,
    hint: `Give hosts[].fencing (docs/fencing.md). Once you have seen that ${host} is off: npx crossbed fence ${host} --is-off`,
  });
}

function announcement({ plan, facts, gone }: PartOfRack, device: FencingDevicePlan, peer: string): string {
  const { host, action } = device;
  const guests = plan.guests.filter((guest) => guest.host === host).map(({ domain }) => domain);
  return [
    `${peer} will switch ${host} off${action === "reboot" ? " and on again" : ""} by ${devicePlace(device)}, at once.`,
    gone[host] === undefined ? `${host} answers now.` : `${host} does not answer.`,
    guests.length === 0
      ? "No guest has its home there."
      : `Guests at home there stop as by a loss of power: ${guests.join(", ")}.`,
    facts[host]?.lease == null ? "" : `It is held by ${facts[host].lease.stack}.`,
  ]
    .filter((line) => line !== "")
    .join("\n");
}

/** What speaks against a host's being off, beside what its device says. */
export function signsOfLife(
  rack: Pick<PartOfRack, "inventory" | "facts" | "gone">,
  host: string,
  state: DeviceState,
): string[] {
  const reason = rack.gone[host];
  return [
    ...(reason === undefined || !mayBeOff(reason) ? ["it answers"] : []),
    ...(state === "on" ? ["its device calls it on"] : []),
    ...(isMember(rack, host) ? ["the cluster has it as a member"] : []),
  ];
}

/** The operator's word in the place of a device that is silent. Throws `held`, with nothing changed, where anything says that the host lives. */
async function takeForOff(rack: PartOfRack, lost: LostHost, agreed: () => Promise<void>): Promise<void> {
  const { host, peer } = lost;
  const state = await deviceState(rack, host);
  const signs = signsOfLife(rack, host, state);
  if (signs.length > 0) {
    throw new CrossbedError("held", `it is not known to be off: ${signs.join(", ")}. Nothing has been changed.`, {
      where: host,
      hint: `Cut it off: npx crossbed fence ${host} --off`,
    });
  }
  say(`${host} does not answer, and its device is ${state === "off" ? "sure that it is off" : "silent"}.`);
  say(
    `If you say that it is off, the others take its locks and replay its journal. If it is not, what it writes is lost.`,
  );
  await agreed();
  await withMachines(rack.inventory, (remote) => acknowledgeFencing(remote, peer, nodeIdOf(rack, host)));
  say(`the cluster takes ${host} for cut off.`);
  await record(rack, lost, state === "off" ? "device" : "operator");
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
