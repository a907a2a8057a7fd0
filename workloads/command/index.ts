/** A user's own application and load generator, described by data alone. */
import type { Workload } from "../workload.ts";
import { planCommand } from "./plan.ts";
import type { CommandSettings } from "./spec.ts";

export const command: Workload<CommandSettings> = {
  title: "service",
  plan: planCommand,
  writeFiles: async (settings, directory) => await (await import("./files.ts")).writeMachineFiles(settings, directory),
  runtime: async () => (await import("./run/runtime.ts")).runtime,
};
