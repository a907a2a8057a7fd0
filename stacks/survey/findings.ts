/** Everything that speaks for or against a stack on its rack as it is now, at once. Pure: answers in, findings out. */
import type { Problem } from "../../base/errors.ts";
import { validateClaims } from "../../rack/claims.ts";
import type { HostFacts } from "../../rack/facts.ts";
import type { Inventory } from "../../rack/inventory.ts";
import { parseLease } from "../../rack/lease-record.ts";
import { isHeldBy, type LeaseHolder } from "../../rack/lease-holder.ts";
import type { Seen, SimulatorFacts } from "../../rack/look.ts";
import { validateDistributions, validateSafety } from "../check.ts";
import type { TestbedPlan } from "../plan.ts";
import { bringHome, hostAway, isAnothers, namesakes, renameHost, switchTo, takeDownElsewhere } from "../preflight.ts";
import type { Surveys } from "./ask.ts";
import type { AskedDevices } from "./ask-fencing.ts";
import type { Finding } from "./finding.ts";
import { deviceFindings, fencingFindings } from "./fencing-findings.ts";
import { lunFindings } from "./lun-findings.ts";
import { machineFindings } from "./machine-findings.ts";
import { mtuFindings, networkFindings } from "./network-findings.ts";

export interface RackSeen {
  readonly self: LeaseHolder;
  readonly inventory: Inventory;
  readonly plan: TestbedPlan;
  readonly hosts: Seen<HostFacts>;
  readonly simulators: Seen<SimulatorFacts>;
  readonly surveys: Surveys;
  readonly devices: AskedDevices;
}

/** What stops the stack first, then warnings; each by machine in the inventory's order. */
export function findingsOf(seen: RackSeen): Finding[] {
  const { inventory, plan, hosts, surveys } = seen;
  const found = [
    ...silentFindings(seen),
    ...problemFindings("unsafe", "rack", validateSafety(plan)),
    ...claimFindings(seen),
    ...Object.entries(namesakes(hosts.answers)).map(([name, alike]): Finding => ({
      code: "namesakes",
      severity: "stop",
      machine: "rack",
      text: `has several hosts that call themselves ${name}: ${alike.join(", ")}.`,
      cure: renameHost,
    })),
    ...validateDistributions(plan, hosts.answers).flatMap(({ path, message }) =>
      problemFindings("distribution", path.replace(/^host /u, ""), [{ path: "", message }]),
    ),
    ...heldFindings(seen),
    ...guestFindings(seen),
    ...deviceFindings(seen.devices, surveys, plan.fencing),
    ...inventory.hosts.flatMap((host) => hostFindings(seen, host)),
    ...inventory.simulators.flatMap(({ name }) => {
      const answer = surveys.answers[name];
      return answer === undefined ? [] : machineFindings(plan, name, answer);
    }),
    ...mtuFindings(
      inventory,
      Object.fromEntries(Object.entries(surveys.answers).map(([name, { survey }]) => [name, survey])),
    ),
  ];
  const order = ["rack", ...[...inventory.hosts, ...inventory.simulators].map(({ name }) => name)];
  return found.toSorted(
    (left, right) =>
      Number(left.severity === "warning") - Number(right.severity === "warning") ||
      order.indexOf(left.machine) - order.indexOf(right.machine),
  );
}

/** What is left of the findings when the stack that holds the rack has been taken down: who holds it, and where its guests are. */
export function withoutHolder(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ code }) => code !== "held" && code !== "guest-away");
}

/** A finding for each machine that does not answer. */
function silentFindings({ hosts, simulators, surveys }: RackSeen): Finding[] {
  const silent = { ...surveys.silent, ...hosts.failures, ...simulators.failures };
  return Object.entries(silent).map(([machine, { message }]) => ({
    code: "unreachable",
    severity: "stop",
    machine,
    text: message,
    cure: `What else speaks for or against ${machine} is not known until it answers.`,
  }));
}

/** A validator's problem as a finding: its sentence contains the cure. */
function problemFindings(code: Finding["code"], machine: string, problems: readonly Problem[]): Finding[] {
  return problems.map(({ path, message }) => ({
    code,
    severity: "stop",
    machine,
    text: `${path} ${message}`.trim(),
    cure: "",
  }));
}

function claimFindings({ inventory, hosts, simulators }: RackSeen): Finding[] {
  return validateClaims(inventory, hosts.answers, simulators.answers).flatMap((problem) => {
    const [, list, index] = /^(hosts|simulators)\[(\d+)\]/u.exec(problem.path) ?? [];
    const machine = list === undefined ? undefined : inventory[list as "hosts" | "simulators"][Number(index)];
    return problemFindings("claim", machine?.name ?? "rack", [
      { path: `inventory, ${problem.path}`, message: problem.message },
    ]);
  });
}

function heldFindings({ self, inventory, hosts, surveys }: RackSeen): Finding[] {
  return [...inventory.hosts, ...inventory.simulators].flatMap(({ name }): Finding[] => {
    const text = surveys.answers[name]?.survey.lease ?? null;
    const lease = hosts.answers[name]?.lease ?? (text === null ? null : parseLease(text));
    if (lease === null || isHeldBy(self, lease)) return [];
    return [
      {
        code: "held",
        severity: "stop",
        machine: name,
        text: `is held by the stack ${lease.stack} since ${lease.since} (${lease.holder}).`,
        cure: isAnothers(self, lease) ? takeDownElsewhere(self.stack) : switchTo(self.stack),
      },
    ];
  });
}

/** Guests of ours that are not where they belong, and those of others: they take a share of what is measured. */
function guestFindings({ plan, hosts }: RackSeen): Finding[] {
  const ours = new Set(plan.guests.map(({ domain }) => domain));
  return [
    ...plan.guests.flatMap((guest): Finding[] => {
      const away = hostAway(guest, hosts.answers);
      if (away === undefined) return [];
      const text = `runs ${guest.domain}, whose home is ${guest.host}.`;
      return [
        {
          code: "guest-away",
          severity: "stop",
          machine: away,
          text,
          cure: bringHome(plan.stack),
        },
      ];
    }),
    ...Object.entries(hosts.answers).flatMap(([machine, { domains }]): Finding[] => {
      const others = domains.filter(({ name, isRunning }) => isRunning && !ours.has(name)).map(({ name }) => name);
      if (others.length === 0) return [];
      const text = `runs guests that are not this stack's: ${others.join(", ")}.`;
      return [{ code: "other-guests", severity: "warning", machine, text, cure: "They disturb what is measured." }];
    }),
  ];
}

function hostFindings({ plan, hosts, surveys }: RackSeen, host: Inventory["hosts"][number]): Finding[] {
  const facts = hosts.answers[host.name];
  const answer = surveys.answers[host.name];
  const planned = plan.hosts.find(({ name }) => name === host.name);
  if (facts === undefined || answer === undefined || planned === undefined) return [];
  return [
    ...machineFindings(plan, host.name, answer, { planned, facts }),
    ...networkFindings(plan, planned, host, facts, answer.survey),
    ...lunFindings(plan, host.name, answer.survey),
    ...fencingFindings(plan, host.name, answer.survey, facts),
  ];
}
