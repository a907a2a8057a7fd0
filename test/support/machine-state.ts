/** What a lab could leave behind on the machine that it ran on. */
import { readdir } from "node:fs/promises";
import { execa } from "execa";

export interface MachineState {
  readonly namespaces: readonly string[];
  readonly links: readonly string[];
  readonly mounts: readonly string[];
  /** Command lines of processes that speak of the directory or the lab. */
  readonly processes: readonly string[];
  readonly labs: readonly string[];
}

/** Looks; `marks` are words that tell the lab's processes and mounts from the machine's own. */
export async function machineState(marks: readonly string[]): Promise<MachineState> {
  const lines = async (command: string, args: readonly string[]): Promise<string[]> =>
    (await execa(command, args)).stdout
      .split("\n")
      .filter((line) => line !== "")
      .toSorted();
  const ours = (line: string): boolean => marks.some((mark) => line.includes(mark));
  return {
    namespaces: (await lines("ip", ["-o", "netns", "list"])).map((line) => line.split(" ")[0] ?? ""),
    links: (await lines("ip", ["-o", "-br", "link"])).map((line) => line.split(" ")[0] ?? ""),
    mounts: (await lines("cat", ["/proc/self/mounts"])).filter(ours),
    processes: (await lines("ps", ["-eo", "args"])).filter(ours),
    labs: (await readdir("/var/lib/crossbed").catch(() => [])).toSorted(),
  };
}
