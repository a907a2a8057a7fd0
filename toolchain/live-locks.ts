/** Waits until no other Pulumi works on a stack: one that was interrupted may take minutes to end in order. */
import { setTimeout as delay } from "node:timers/promises";
import { CrossbedError } from "../base/errors.ts";
import { lockWaitSec } from "../base/lock-wait.ts";
import { msToSec, secToMin, secToMs } from "../base/units.ts";
import { clearDeadLocks } from "./dead-locks.ts";
import { usesDefaultBackend } from "./environment.ts";
import { fateOfHolder, stackLocks, type StackLock } from "./stack-locks.ts";

const lookEveryMs = 500;

/**
 * Returns once nobody holds a lock on the stack; says first for whom it waits, and how to end that at once. Other backends are left to
 * Pulumi.
 * @throws CrossbedError `held` where the holder cannot be seen from here, or still works after `limitMs`.
 */
export async function awaitUnlocked(
  stack: string,
  project: string,
  say: (line: string) => void,
  limitMs = secToMs(lockWaitSec),
): Promise<void> {
  const end = Date.now() + limitMs;
  let told: string | undefined;
  for (;;) {
    await clearDeadLocks(project, process.env, say);
    if (!usesDefaultBackend(project, process.env)) return;
    const lock = (await stackLocks(project)).find((one) => one.stack === stack);
    if (lock === undefined) return;
    const fate = await fateOfHolder(project, lock);
    if (fate === "unseen") throw heldElsewhere(lock);
    if (Date.now() >= end) throw heldTooLong(lock, limitMs);
    if (told !== lock.file) say(`${stack}: ${workOf(lock)} still works or ends; waiting for it. ${cureOf(lock)}`);
    told = lock.file;
    await delay(lookEveryMs);
  }
}

const workOf = ({ pid, timestamp }: StackLock): string =>
  `an update of it (process ${String(pid)}, since ${timestamp})`;

/** Pulumi ends in order at the first interrupt, and at once at the second (github.com/pulumi/pulumi, pkg/backend/cancellation_scope.go). */
const cureOf = ({ pid }: StackLock): string =>
  `To end it at once, run kill -INT ${String(pid)}, twice if it has not been interrupted yet.`;

function heldTooLong(lock: StackLock, limitMs: number): CrossbedError {
  const message = `${workOf(lock)} still works or ends after ${String(secToMin(msToSec(limitMs)))} minutes of waiting.`;
  return new CrossbedError("held", message, {
    where: lock.stack,
    hint: `${cureOf(lock)} Then run this command again.`,
  });
}

function heldElsewhere({ stack, pid, username, hostname, timestamp }: StackLock): CrossbedError {
  const message = `process ${String(pid)} of ${username} on ${hostname} has locked it since ${timestamp}, and cannot be seen from here.`;
  const hint = `Once no update of ${stack} runs there, run npx pulumi cancel ${stack} --yes, then this command again.`;
  return new CrossbedError("held", message, { where: stack, hint });
}
