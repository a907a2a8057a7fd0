/** How long Crossbed waits for a machine, and why so long. An emulated host under load answers after tens of seconds. */

/** Time after which a look gives up connecting: a person waits for it, and a look changes nothing. */
export const lookConnectSec = 30;

/** Time after which everything else gives up connecting: long enough under full load, through the host in front of a guest. */
export const connectSec = 60;

/** Time in which a host must say what it runs: `facts.sh` starts up to a dozen programs, each takes a second on an emulated host. */
export const lookAnswerMs = 90_000;

/** Time in which a single command that starts a few programs must answer. */
export const commandAnswerMs = 120_000;

/** A fencing device that is silent, a machine that does not lose its power, and a delay: what the program on the hosts waits for at most. */
export const fencingAnswerMs = 300_000;

/** Time in which processes may end in order when a run is over; then the runner cuts their connection, which ends them, too. */
export const closeMs = 10_000;

/** How long Pulumi's command waits for one connection, and how often it tries before a machine counts as gone. */
export const dialSec = 30;
export const dialAttempts = 20;

/** How long a host that answers may take until its hypervisor, or its libvirt, does, and how often Pulumi's command tries to connect while it boots. */
export const hostBootSec = 600;
export const bootDialAttempts = 100;

/** How long a bridge may stay unproved before the host takes it back. */
export const bridgeProofSec = 60;

/** corosync's members come up side by side; an emulated one takes its time. */
export const membershipSec = 300;

/** How long a machine of the lab may take until it answers ssh, and how long each try may: the lab is on this machine. */
export const labMachineBootSec = 900;
export const labConnectSec = 15;

/** A guest boots within seconds on a server and within minutes where its host is emulated. */
export const guestBootSec = 900;

/** libvirt starts a guest within seconds, and within minutes where its host is emulated and Xen's. */
export const visitorStartMs = 600_000;

/** A container starts within a second on a server and within a minute where its host is emulated. */
export const containerStartSec = 600;

/** How long a script waits for libvirt, and for any other program that says how a machine stands; it finds each in the variable of its name. */
export const scriptTimeouts = { LIBVIRT_SEC: 60, PROGRAM_SEC: 20 } as const;
