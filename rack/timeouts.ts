/** How long Crossbed waits for a machine of a rack, and why so long. An emulated host under load answers after tens of seconds. */

/** Time after which a look gives up connecting: a person waits for it, and a look changes nothing. */
export const lookConnectSec = 30;

/** Time after which everything else gives up connecting: long enough under full load, through the host in front of a guest. */
export const connectSec = 60;

/** Time in which a host must say what it runs: `facts.sh` starts up to a dozen programs, each takes a second on an emulated host. */
export const lookAnswerMs = 90_000;

/** Time in which a single command that starts a few programs must answer. */
export const commandAnswerMs = 120_000;

/** ssh gives up a connection that carries a run after eight questions without an answer: two minutes. */
export const aliveIntervalSec = 15;
export const aliveCount = 8;

/** Time in which processes may end in order when a run is over; then the runner cuts their connection, which ends them, too. */
export const closeMs = 10_000;

/** How long Pulumi's command waits for one connection, and how often it tries before a machine counts as gone. */
export const dialSec = 30;
export const dialAttempts = 20;
