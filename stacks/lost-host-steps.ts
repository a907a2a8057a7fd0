/**
 * What is done on machines for a host that is off for good: on the living ones, which start its guests as visitors and end them again, or
 * free what it held while its stack is taken down; on itself when it is back.
 */
import { readFileSync } from "node:fs";
import { domainPrefix } from "../base/names.ts";
import { renderTune } from "../components/guest/domain.ts";
import { disksOf, type GuestPlan } from "../components/guest/plan.ts";
import type { GuestShare } from "../components/pinning/plan.ts";
import { libvirtUris } from "../platforms/index.ts";
import type { LeaseHolder } from "../rack/lease-holder.ts";
import { identityIn } from "../rack/lease-record.ts";
import { demandedLease } from "../rack/lease.ts";
import { hostPaths } from "../rack/paths.ts";
import type { Remote } from "../rack/remote.ts";
import { scriptInput, scriptText, stepLock } from "../rack/script.ts";
import { visitorStartMs } from "../rack/timeouts.ts";
import type { LeftOnLuns } from "./lost-host.ts";

const scriptOf = (path: string): URL => new URL(`../${path}.sh`, import.meta.url);
const undo = (path: string): string => scriptText(scriptOf(path), "delete");

const acknowledge = scriptText({
  name: "acknowledge a fencing",
  text: 'if systemctl -q is-active dlm; then dlm_tool fence_ack "${NODE:?}"; fi',
});
const stopLost = undo("components/guest/scripts/stop-lost");
const startGuest = scriptText(scriptOf("components/guest/scripts/start-elsewhere"));
const freeLost = undo("components/guest/scripts/free-lost");
const releaseLease = undo("rack/scripts/lease-release");
const clearReturned = scriptText(
  {
    name: "clear a returned host",
    text: [
      "components/host/scripts/clear-returned",
      "components/host/scripts/distrust-peers",
      "components/host/scripts/key-remove",
      "components/fencing/scripts/remove-devices",
      "rack/scripts/lease-release",
    ]
      .map((path) => readFileSync(scriptOf(path), "utf8"))
      .join("\n"),
  },
  "delete",
);

/** Tells the cluster, by one of its living members, that a lost one is cut off; nothing where no dlm waits for that. May run twice. */
export async function acknowledgeFencing(remote: Remote, peer: string, nodeId: number): Promise<void> {
  await remote.run(peer, acknowledge, scriptInput({ NODE: String(nodeId), LOCK: stepLock("fence-ack") }));
}

/** A guest on a host that is not its home. */
interface Visit {
  readonly host: string;
  readonly guest: GuestPlan;
  /** Of that host's pCPUs. */
  readonly share: GuestShare;
  readonly uri: string;
  readonly mountPoint: string;
  /** What the hosts that answer call themselves. */
  readonly living: readonly string[];
}

/** Starts a guest whose home is known to be off, and which no living host runs. May run twice. */
export async function startElsewhere(remote: Remote, self: LeaseHolder, visit: Visit): Promise<void> {
  const { host, guest, share, uri, mountPoint, living } = visit;
  const values = {
    ...demandedLease(self),
    DOMAIN: guest.domain,
    URI: uri,
    DISKS: disksOf(guest, mountPoint),
    TUNE: renderTune(share),
    LIVING: living.join(" "),
    LOCK: stepLock(`${guest.domain}-start-elsewhere`),
  };
  await remote.run(host, startGuest, scriptInput(values), visitorStartMs);
}

/** Ends a guest where it is a visitor; its disk and mark stay for its home. May run twice. */
export async function endVisitor(
  remote: Remote,
  self: LeaseHolder,
  host: string,
  { domain, uri }: { readonly domain: string; readonly uri: string },
): Promise<void> {
  const values = { ...demandedLease(self), DOMAIN: domain, URI: uri, LOCK: stepLock(`${domain}-stop-lost`) };
  await remote.run(host, stopLost, scriptInput(values));
}

export interface FreeingPlan {
  readonly self: LeaseHolder;
  readonly left: LeftOnLuns;
  /** Every living host of the rack. */
  readonly living: readonly string[];
  /** Of these, those that have a file: its file system is mounted there. */
  readonly hostsWith: (file: string) => readonly string[];
}

/**
 * Frees what a lost host holds on LUNs: its guests are stopped wherever else they run, then their disks go with the owner marks beside
 * them, then its leases. Throws, with nothing freed of a guest, where a living host cannot be asked or this stack does not hold it.
 */
export async function freeOnLuns(
  remote: Remote,
  { self, left, living, hostsWith }: FreeingPlan,
  say: (line: string) => void,
): Promise<void> {
  const held = demandedLease(self);
  const run = async (machine: string, script: string, step: string, values: Readonly<Record<string, string>>) => {
    const printed = await remote.run(machine, script, scriptInput({ ...held, ...values, LOCK: stepLock(step) }));
    for (const line of printed.split("\n")) if (line !== "") say(`  freed: ${line}`);
  };
  const notMounted = (what: string): void => {
    say(`  ${what} is mounted on no living host: the next stack that goes up there clears it`);
  };
  for (const { domain, uri, disks } of left.guests) {
    await Promise.all(living.map((host) => run(host, stopLost, `${domain}-stop-lost`, { DOMAIN: domain, URI: uri })));
    const [host] = hostsWith(disks);
    if (host === undefined) notMounted(disks);
    else await run(host, freeLost, `${domain}-free-lost`, { DISKS: disks });
  }
  for (const file of left.leases) {
    const [host] = hostsWith(file);
    if (host === undefined) notMounted(file);
    else {
      await run(host, releaseLease, "lun-free-lost", { FILE: file, IDENTITY: identityIn(self) });
      say(`  freed: ${file}`);
    }
  }
}

/**
 * Clears what a host that is back still has of a stack that was taken down without it; returns what, a line each, nothing where somebody else
 * holds the host. Throws `command_failed` where a guest of that stack runs there.
 */
export async function clearReturnedHost(remote: Remote, host: string, holder: LeaseHolder): Promise<string[]> {
  const lease = { FILE: hostPaths.HOST_LEASE, STACK: holder.stack, IDENTITY: identityIn(holder) };
  const values = {
    ...lease,
    URIS: libvirtUris.join(" "),
    DOMAIN_PREFIX: domainPrefix,
    LOCK: stepLock("clear-returned"),
  };
  const printed = await remote.run(host, clearReturned, scriptInput(values));
  return printed.split("\n").filter((line) => line !== "");
}
