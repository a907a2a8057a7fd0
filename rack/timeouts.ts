/** How long Crossbed waits for a machine of a rack, and why so long. An emulated host under load answers after tens of seconds. */

/** Until a look gives up to connect: a person waits for it, and a look changes nothing. */
export const lookConnectSec = 30;

/** Until everything else gives up to connect: also under full load, through the host in front of a guest. */
export const connectSec = 60;

/** What a host may take to say what it runs: `facts.sh` starts up to a dozen programs, each a second where it is emulated. */
export const lookAnswerMs = 90_000;

/** What a single command may take that starts a few programs. */
export const commandAnswerMs = 120_000;

/** ssh gives up a connection that carries a run after eight questions without an answer: two minutes. */
export const aliveIntervalSec = 15;
export const aliveCount = 8;

/** What processes get to end in order when a run is over; then their connection is cut, which ends them, too. */
export const closeMs = 10_000;

/** How long Pulumi's command waits for one connection, and how often it tries before a machine counts as gone. */
export const dialSec = 30;
export const dialAttempts = 20;
