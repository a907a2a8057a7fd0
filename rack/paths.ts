/** Where Crossbed keeps its things on hosts, simulators and what carries a node: the one home of these paths. */
import { basename } from "node:path";

/** Scripts and programs on machines find each path in the variable of its name (`script-variables.ts`). */
export const hostPaths = {
  /** Outlives a boot: what stands below it, and programs that libvirt and libxl call. */
  HOST_STATE: "/var/lib/crossbed",
  /** Who holds the host. */
  HOST_LEASE: "/var/lib/crossbed/lease.json",
  /** What the host recorded of each guest: `<domain>.xml` its definition, `<domain>.started` the number of its last start. */
  HOST_GUESTS: "/var/lib/crossbed/guests",
  /** The host's own key `id`, with `config` and `known_hosts`, and the programs that reach its peers with it. */
  HOST_SSH: "/var/lib/crossbed/ssh",
  /** Ends with the boot: locks, configurations, what supervises a process. */
  HOST_RUN: "/run/crossbed",
  HOST_LOGS: "/var/log/crossbed",
  /** The workload's files. */
  HOST_FILES: "/opt/crossbed",
  /** Mount points of the LUNs, one below it each. */
  HOST_MOUNTS: "/crossbed",
} as const;

const { HOST_STATE, HOST_LEASE, HOST_SSH, HOST_RUN, HOST_LOGS, HOST_FILES, HOST_MOUNTS } = hostPaths;

/** Names a holder whose leases an operator declared void, until that holder takes a lease again. */
export const givenUpFile = `${HOST_STATE}/lease.given-up`;

/** The key that a cluster's members authenticate and encrypt with; `components/cluster-filesystem/scripts/corosync-start.sh` writes it. */
export const corosyncKeyFile = `${HOST_RUN}/corosync.key`;

/** The program that cuts a peer off, as `components/fencing/scripts/install-devices.sh` lays it down: /run may forbid programs. */
export const fenceProgram = `${HOST_STATE}/fencing/fence`;

/** ssh to a peer with the host's own key, as `components/host/scripts/trust-peers.sh` lays it down. */
export const peerSsh = `${HOST_SSH}/peer-ssh`;

/** The workload's files as they arrive, in a folder that is root's alone: nobody else can swap what root unpacks. */
export const workloadArchive = "/root/.crossbed-workload.tar.gz";

/** The workload's unpacked files. */
export const machineFiles = `${HOST_FILES}/workload`;

/** Where a LUN is mounted, by its role. */
export const mountPointOf = (role: string): string => `${HOST_MOUNTS}/${role}`;

/** Who holds a mounted LUN: a file of the same name as the host's. */
export const lunLeaseFile = (mountPoint: string): string => `${mountPoint}/${basename(HOST_LEASE)}`;

/** Run-time directory of a supervised process, with its configuration in `config`. */
export const processDirectory = (name: string): string => `${HOST_RUN}/${name}`;

/** What a guest prints on its serial console. */
export const consoleLog = (domain: string): string => `${HOST_LOGS}/${domain}.console`;

/** What a supervised process prints. */
export const processLog = (name: string): string => `${HOST_LOGS}/${name}.log`;
