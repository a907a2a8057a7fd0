/** Who a process is: sooner or later the system gives its number to another one. */
import { readFileSync, readlinkSync } from "node:fs";

/** A process of some machine, for whoever finds its name later. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks from the boot to its start (proc(5), stat, field 22). */
  readonly started: string;
  /** Boot of the machine: no other machine and no other boot has the same. */
  readonly bootId: string;
  /** The namespace in which it has that number, as `pid:[4026531836]`: another one numbers its processes anew. */
  readonly namespace: string;
}

/** With its machine, which stays the same over its boots. */
export interface ProcessOfMachine extends ProcessIdentity {
  /** machine-id(5); empty where the machine has none. */
  readonly machineId: string;
}

/** Who a process of this machine is; undefined where there is none of that number. */
export function identityOf(pid: number): ProcessOfMachine | undefined {
  const started = startTicks(pid);
  return started === undefined ? undefined : { pid, started, ...here(), machineId: machineId() };
}

function machineId(): string {
  return textOf("/etc/machine-id").trim();
}

/** Whether a process is known to be gone: an earlier boot of this machine took all its own with it. Of another machine, or namespace, nothing
 * can be seen. */
export function isOver(one: ProcessOfMachine): boolean {
  const isEarlierBoot = one.machineId !== "" && one.machineId === machineId() && one.bootId !== here().bootId;
  return isEarlierBoot || isAlive(one) === false;
}

/** Start time of a process here, in clock ticks since the boot; undefined where there is none, or only a zombie. */
export function startTicks(pid: number): string | undefined {
  const fields = statOf(pid);
  const [state, started] = [fields[0], fields[19]];
  return state === "Z" || state === "X" ? undefined : started;
}

/** The nearest process of that name among a process and its parents; undefined where there is none. */
export function ancestorNamed(name: string, pid: number): number | undefined {
  for (let one = pid; one > 0; one = Number(statOf(one)[1] ?? 0)) {
    if (textOf(`/proc/${String(one)}/comm`).trim() === name) return one;
  }
  return undefined;
}

/** The fields of proc(5), stat, from the state on; the program's name before it, in parentheses, may hold anything. */
function statOf(pid: number): string[] {
  return textOf(`/proc/${String(pid)}/stat`)
    .replace(/^.*\) /s, "")
    .split(" ");
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** This boot and this namespace of process numbers. */
export function here(): Pick<ProcessIdentity, "bootId" | "namespace"> {
  return {
    bootId: readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim(),
    namespace: readlinkSync("/proc/self/ns/pid"),
  };
}

/**
 * Whether a process lives; undefined where this process cannot see it: in another namespace of process numbers, on another
 * machine, or in another boot.
 */
export function isAlive(one: ProcessIdentity): boolean | undefined {
  const { bootId, namespace } = here();
  return one.bootId === bootId && one.namespace === namespace ? startTicks(one.pid) === one.started : undefined;
}
