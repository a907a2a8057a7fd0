/** The state of a rack as text. */
import type { HostFacts, Lease } from "../components/host/facts.ts";
import { table } from "./render-plan.ts";

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
    /** Node ids that corosync sees; null where it does not run. */
    readonly clusterMembers: readonly number[] | null;
    readonly domains: HostFacts["domains"];
  }[];
  readonly guests: readonly {
    readonly name: string;
    readonly domain: string;
    readonly home: string;
    /** Null where the guest does not run. */
    readonly runsOn: string | null;
  }[];
  readonly luns: readonly { readonly role: string; readonly wwid: string; readonly mountedOn: readonly string[] }[];
  readonly lastRun: RunStatus | null;
}

export function renderStatus(status: Status): string {
  const { hosts, guests, luns, lastRun } = status;
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
    ]),
    ...(guests.length === 0
      ? []
      : table([
          ["guest", "home", "runs on", ""],
          ...guests.map(({ name, home, runsOn }) => [
            name,
            home,
            runsOn ?? "-",
            runsOn === null ? "does not run" : runsOn === home ? "at home" : "AWAY",
          ]),
        ])),
    ...table([
      ["LUN", "WWID", "mounted on"],
      ...luns.map(({ role, wwid, mountedOn }) => [role, wwid, mountedOn.length === 0 ? "-" : mountedOn.join(", ")]),
    ]),
    lastRun === null
      ? `no run of ${status.stack} yet`
      : `last run: ${lastRun.directory} (${lastRun.status}, ${String(lastRun.cases)} cases)`,
  ].join("\n");
}
