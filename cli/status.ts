/** `crossbed status`: what the hosts of a stack's rack run, who holds them, and where its guests are. Changes nothing. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { readSummary } from "../benchmarks/results/reader.ts";
import { validateClaims } from "../rack/claims.ts";
import { readDeaths } from "../rack/death-record.ts";
import { hostAway } from "../stacks/preflight.ts";
import { findTroubles } from "../stacks/troubles.ts";
import { renderStatus, type RunStatus, type Status } from "./render-status.ts";
import { project, resultsDirectory } from "../base/project.ts";
import { lookAtHeldRack, type PartOfRack } from "./rack.ts";

export function statusCommand(): Command {
  return new Command("status")
    .description("show hosts, what each runs, who holds them, guests and where they are, cluster, LUNs, last run")
    .argument("[stack]", "testbed stack on the rack in question; default: the one that holds the lab", undefined)
    .option("--json", "as one JSON object")
    .action(async (wanted: string | undefined, options: { json?: boolean }) => {
      const { rack, stack } = await lookAtHeldRack(wanted);
      const status = await statusOf(rack, stack);
      process.stdout.write(`${options.json === true ? JSON.stringify(status, null, 2) : renderStatus(status)}\n`);
    });
}

async function statusOf({ inventory, plan, facts, gone }: PartOfRack, stack: string): Promise<Status> {
  const deaths = readDeaths(project, inventory.name);
  return {
    stack,
    rack: inventory.name,
    emulated: inventory.emulated,
    hosts: Object.entries(facts).map(([name, host]) => ({
      name,
      hypervisor: host.hypervisor,
      version: host.platformFacts[host.hypervisor] ?? host.versions.qemu,
      kernel: host.kernel,
      bootId: host.bootId,
      lease: host.lease,
      clusterMembers: host.clusterMembers,
      domains: host.domains,
    })),
    silentHosts: Object.entries(gone).map(([name, { message }]) => ({
      name,
      reason: message,
      recordedOff: deaths.find(({ host, confirmedBy }) => host === name && confirmedBy !== "nobody") ?? null,
    })),
    guests: plan.guests.map((guest) => {
      const away = hostAway(guest, facts);
      const atHome = facts[guest.host]?.domains.find(({ name }) => name === guest.domain);
      return {
        name: guest.name,
        domain: guest.domain,
        home: guest.host,
        runsOn: away ?? (atHome?.isRunning === true ? guest.host : null),
        stalled: atHome?.stalled ?? null,
      };
    }),
    luns: inventory.luns.map(({ role, wwid }) => ({
      role,
      wwid,
      mountedOn: Object.entries(facts).flatMap(([host, { clusterFilesystems }]) =>
        clusterFilesystems.filter(({ target }) => target.endsWith(`/${role}`)).map(({ type }) => `${host} (${type})`),
      ),
    })),
    contradictions: validateClaims(inventory, facts),
    troubles: findTroubles(plan, facts),
    lastRun: await lastRun(stack),
  };
}

/** The newest run of a stack: run ids sort by time. */
async function lastRun(stack: string): Promise<RunStatus | null> {
  const directory = join(resultsDirectory(project), stack);
  const runs = await readdir(directory).catch(() => []);
  const newest = runs.toSorted().at(-1);
  if (newest === undefined) return null;
  const path = join(directory, newest);
  try {
    const summary = await readSummary(path);
    return { directory: path, status: summary.status, cases: summary.cases.length };
  } catch {
    return { directory: path, status: "without a summary", cases: 0 };
  }
}
