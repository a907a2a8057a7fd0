/** Renders the state of a rack as text. */
import type { Problem } from "../base/errors.ts";
import { table } from "../base/text-table.ts";
import type { Death } from "../rack/death-record.ts";
import type { HostFacts } from "../rack/facts.ts";
import type { Lease } from "../rack/lease-record.ts";

export interface RunStatus {
  readonly directory: string;
  /** As its summary has it. */
  readonly status: string;
  readonly cases: number;
}

/** What `crossbed status --json` prints. */
export interface Status {
  readonly stack: string;
  /** Name of the inventory. */
  readonly rack: string;
  readonly emulated: boolean;
  readonly hosts: readonly {
    readonly name: string;
    readonly hypervisor: HostFacts["hypervisor"];
    /** Of the hypervisor, in its own words. */
    readonly version: string | null;
    readonly kernel: string;
    readonly bootId: string;
    readonly lease: Lease | null;
    /** Node ids of the members that corosync or o2cb sees; null where neither runs. */
    readonly clusterMembers: readonly number[] | null;
    readonly domains: HostFacts["domains"];
  }[];
  /** Hosts that do not answer, and why; `recordedOff`: who called the host off for good, where this clone has a record of that. */
  readonly silentHosts: readonly {
    readonly name: string;
    readonly reason: string;
    readonly recordedOff: Pick<Death, "confirmedBy" | "at"> | null;
  }[];
  readonly guests: readonly {
    readonly name: string;
    readonly domain: string;
    readonly home: string;
    /** Null where the guest runs on no host that answers. */
    readonly runsOn: string | null;
    /** Why the guest does not run at home although libvirt there calls it running; else null. */
    readonly stalled: string | null;
  }[];
  readonly luns: readonly { readonly role: string; readonly wwid: string; readonly mountedOn: readonly string[] }[];
  /** What the inventory says of its hosts and the hosts contradict: `up` would refuse it. */
  readonly contradictions: readonly Problem[];
  /** What keeps the stack from working though hosts and guests seem to run: a sentence each, with the cure. */
  readonly troubles: readonly string[];
  readonly lastRun: RunStatus | null;
}

export function renderStatus(status: Status): string {
  const { hosts, silentHosts, guests, luns, contradictions, troubles, lastRun } = status;
  const stateOf = ({ home, runsOn, stalled }: Status["guests"][number]): string => {
    if (runsOn !== null) return runsOn === home ? "at home" : "AWAY";
    if (stalled !== null) return `does not run: ${stalled}; up starts it again`;
    return silentHosts.length === 0 ? "does not run" : "unknown";
  };
  const others = (host: Status["hosts"][number]): string =>
    host.domains
      .filter(({ name, isRunning }) => isRunning && !guests.some(({ domain }) => domain === name))
      .map(({ name }) => name)
      .join(" ");
  return [
    `rack ${status.rack}${status.emulated ? " (emulated)" : ""}, seen as stack ${status.stack}`,
    ...table([
      ["host", "hypervisor", "version", "kernel", "cluster", "held by", "since", "other guests"],
      ...hosts.map((host) => [
        host.name,
        host.hypervisor,
        host.version ?? "-",
        host.kernel,
        host.clusterMembers === null ? "-" : `members ${host.clusterMembers.join(" ")}`,
        host.lease === null ? "nobody" : `${host.lease.stack} (${host.lease.holder})`,
        host.lease?.since ?? "-",
        others(host) === "" ? "-" : others(host),
      ]),
      ...silentHosts.map(({ name }) => [name, "NO ANSWER", "-", "-", "-", "-", "-", "-"]),
    ]),
    ...silentHosts.flatMap(({ name, reason, recordedOff }) => [
      reason,
      ...(recordedOff === null
        ? []
        : [`${name} is recorded as off, by the ${recordedOff.confirmedBy}, ${recordedOff.at}`]),
    ]),
    ...(guests.length === 0
      ? []
      : table([
          ["guest", "home", "runs on", ""],
          ...guests.map((guest) => [guest.name, guest.home, guest.runsOn ?? "-", stateOf(guest)]),
        ])),
    ...table([
      ["LUN", "WWID", "mounted on"],
      ...luns.map(({ role, wwid, mountedOn }) => [role, wwid, mountedOn.length === 0 ? "-" : mountedOn.join(", ")]),
    ]),
    ...contradictions.map(({ path, message }) => `inventory, ${path}: ${message}`),
    ...troubles.map((trouble) => `TROUBLE: ${trouble}`),
    lastRun === null
      ? `no run of ${status.stack} yet`
      : `last run: ${lastRun.directory} (${lastRun.status}, ${String(lastRun.cases)} cases)`,
  ].join("\n");
}
