/** How each host of a rack is cut off when it is lost: its device, what is done with it, and who of two shoots first. */
import type { Problem } from "../../base/errors.ts";
import { platformNames, platformOf, type Platform } from "../../platforms/index.ts";
import { fenceAgent, ipmitool, sbd } from "../../platforms/packages.ts";
import type { Requirement } from "../../platforms/platform.ts";
import type { InventoryFencing } from "../../rack/fencing-inventory.ts";
import { fenceProgram } from "../../rack/paths.ts";

/** A host's fencing device. No secret is in it: a plan is shown. */
export interface FencingDevicePlan {
  readonly host: string;
  /** The cluster's number for the host: counts from 1 in the inventory's order. */
  readonly nodeId: number;
  /** What drives the device on the other hosts: `ipmitool`, `sbd`, or a fence agent. */
  readonly program: string;
  /** The agent's options by their names on its standard input, without password and action. */
  readonly options: Readonly<Record<string, string>>;
  readonly hasPassword: boolean;
  readonly action: "off" | "reboot";
  /** How long the others wait before they cut this host off. */
  readonly delaySec: number;
}

/** Devices in the inventory's order; a host without one is missing. */
export type FencingPlan = readonly FencingDevicePlan[];

export interface ValidateFencingArgs {
  readonly platform: Platform;
  /** Of the platform; undefined where hosts share none. */
  readonly filesystem: "gfs2" | "ocfs2" | undefined;
  readonly hosts: readonly { readonly name: string }[];
  readonly fencing: FencingPlan;
  /** Whether the hosts are virtual or emulated, so that their LUNs hold nothing that anybody would miss. */
  readonly isExpendable: boolean;
}

/**
 * Why GFS2 is refused: it is safe only where every host can be cut off. A member that has merely lost its links goes on
 * writing beside the others, and they replay its live journal.
 */
export function validateFencing(args: ValidateFencingArgs): Problem[] {
  const { platform, filesystem, hosts, fencing, isExpendable } = args;
  if (filesystem !== "gfs2") return [];
  const without = hosts.flatMap(({ name }, index) =>
    fencing.some(({ host }) => host === name) ? [] : [{ name, index }],
  );
  if (without.length === 0 || (fencing.length === 0 && isExpendable)) return [];
  if (fencing.length > 0) {
    return without.map(({ name, index }) => ({
      path: `hosts[${String(index)}].fencing`,
      message: `is absent, but other hosts have it; without it they could not go on once ${name} is lost. Add ${name}'s device.`,
    }));
  }
  const others = platformNames.filter((name) => platformOf(name).shared?.filesystem !== filesystem);
  return [
    {
      path: "platform",
      message:
        `is ${platform}, and no host of the inventory has fencing; GFS2 without it loses data: with both links between two ` +
        "hosts cut for 90 s, 192 of 285 acknowledged files were gone. Give each host its device (hosts[].fencing, " +
        `docs/add-a-host.md), or use one of ${others.join(", ")}.`,
    },
  ];
}

export interface PlanFencingArgs {
  readonly hosts: readonly { readonly name: string; readonly fencing?: InventoryFencing | undefined }[];
  /** Names of the hosts with the processes that serve the load. */
  readonly activeHosts: readonly string[];
  /** Emulated hosts run every program slowly. */
  readonly emulated: boolean;
}

/**
 * The rack's fencing. Of two hosts that have lost each other both are quorate and both shoot:
 * the one whose processes serve the load is given time to win, and its peer dies before its own wait is over. Among more
 * hosts only the part with a majority shoots, so nobody waits.
 */
export function planFencing({ hosts, activeHosts, emulated }: PlanFencingArgs): FencingPlan {
  const survivor = hosts.find(({ name }) => activeHosts.includes(name)) ?? hosts[0];
  return hosts.flatMap(({ name, fencing }, index): FencingDevicePlan[] =>
    fencing === undefined
      ? []
      : [
          {
            host: name,
            nodeId: index + 1,
            ...deviceOf(fencing),
            hasPassword: fencing.kind !== "sbd" && fencing.passwordFile !== undefined,
            action: fencing.action,
            delaySec: hosts.length === 2 && name === survivor?.name ? (emulated ? 60 : 15) : 0,
          },
        ],
  );
}

/**
 * A message counts as delivered after this many times of the watchdog (sbd(8): msgwait): by then the host has read it, or its watchdog
 * has reset it.
 */
const messageWaits = 2;

/** The devices of a rack that are slots on its LUN of sbd. */
export function sbdSlots(plan: FencingPlan): FencingPlan {
  return plan.filter(({ program }) => program === sbd.program);
}

/** The label by which sbd's LUN is marked as a cluster's. */
export function sbdLabel({ clusterName }: { readonly clusterName: string }): string {
  return `${clusterName}:${sbd.program}`;
}

/** Where a device is, for people. */
export function devicePlace({ program, options }: Pick<FencingDevicePlan, "program" | "options">): string {
  const { ip, wwid } = options;
  if (wwid !== undefined && program === sbd.program) return `${program} on LUN ${wwid}`;
  return ip === undefined ? program : `${program} at ${ip}`;
}

function deviceOf(fencing: InventoryFencing): Pick<FencingDevicePlan, "program" | "options"> {
  switch (fencing.kind) {
    case "ipmi": {
      const { address, port, user, cipherSuite } = fencing;
      const cipher: Record<string, string> = cipherSuite === undefined ? {} : { cipher: String(cipherSuite) };
      return { program: ipmitool.program, options: { ip: address, ipport: String(port), username: user, ...cipher } };
    }
    case "redfish": {
      const { address, port, user, verifyCertificate } = fencing;
      const transport = verifyCertificate ? { ssl: "1" } : { ssl_insecure: "1" };
      return { program: "fence_redfish", options: { ip: address, ipport: String(port), username: user, ...transport } };
    }
    case "agent":
      return { program: fencing.agent, options: fencing.options };
    case "sbd": {
      const { wwid, watchdog, watchdogSec } = fencing;
      const times = { watchdog_sec: String(watchdogSec), msgwait_sec: String(watchdogSec * messageWaits) };
      return { program: sbd.program, options: { wwid, watchdog, ...times } };
    }
  }
}

/** The programs that hosts need for it, each once. */
export function fencingRequirements(plan: FencingPlan): Requirement[] {
  const programs = new Set(plan.map(({ program }) => program));
  const tools: Readonly<Record<string, Requirement>> = { [ipmitool.program]: ipmitool, [sbd.program]: sbd };
  return [...programs].map((program) => tools[program] ?? fenceAgent(program));
}

/**
 * `dlm.conf(5)`: a lost member's locks are handed on only when its device has said that it is off. Members are all seen before
 * anything is mounted, so that nobody is fenced for not being there at the start.
 */
export function renderDlmConf(plan: FencingPlan): string {
  if (plan.length === 0) return "enable_fencing=0\n";
  return [
    "enable_fencing=1",
    "enable_startup_fencing=0",
    // A section ends at an empty line.
    ...plan.flatMap(({ host, nodeId }) => [
      "",
      `device ${host} ${fenceProgram} host=${host}`,
      `connect ${host} node=${String(nodeId)}`,
    ]),
    "",
  ].join("\n");
}

/** A device as the program on the hosts reads it: a `name=value` a line. */
export function renderDevice({ program, options, action, delaySec }: FencingDevicePlan): string {
  return [
    `program=${program}`,
    `action=${action}`,
    `delay_sec=${String(delaySec)}`,
    ...Object.entries(options).map(([name, value]) => `option.${name}=${value}`),
    "",
  ].join("\n");
}
