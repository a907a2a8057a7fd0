/** Processor time of another process. */
import { readFileSync } from "node:fs";

/** Ticks of /proc: USER_HZ, 100 on every Linux for 64-bit x86. */
const ticksPerSec = 100;

/** Seconds of all threads of a running process, and of its children that ended: proc_pid_stat(5), fields 14 to 17. */
export function processorSec(pid: number): number {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, "utf8");
  // The name, field 2, may hold anything; it ends at the last parenthesis.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / ticksPerSec;
}
