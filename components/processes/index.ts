/** The `Processes` component: a workload's files on machines, and its supervised processes there. */
import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { processLog, workloadArchive } from "../../rack/paths.ts";
import type { ProcessPlan } from "../../workloads/workload.ts";
import { connection, remoteScript, type SshTarget } from "../remote-script.ts";
import { scriptsBeside } from "../../rack/script.ts";

const script = scriptsBeside(import.meta.url);

export interface ProcessesArgs {
  readonly processes: readonly ProcessPlan[];
  /** Machines that get the files, by name; every process's machine is among them. */
  readonly machines: Readonly<Record<string, CarrierMachine>>;
  /** The workload's files, on the machine that runs Pulumi. */
  readonly archive: { readonly file: string; readonly sha256: string };
}

/** A machine that carries processes. */
export interface CarrierMachine {
  readonly target: SshTarget;
  /** Another boot makes the machine's steps run again. */
  readonly bootId: pulumi.Input<string>;
  /** Slice of systemd's that its processes run in; absent or empty where the machine is the share itself. */
  readonly slice?: string;
  /** A guest takes its processes with it: nobody need ask one that no longer answers to stop them. */
  readonly deletedWith?: pulumi.Resource;
}

/** Every process started and, where one can tell, serving; a machine without a process has the files. */
export class Processes extends pulumi.ComponentResource {
  constructor(name: string, args: ProcessesArgs, options?: pulumi.ComponentResourceOptions) {
    super("crossbed:index:Processes", name, {}, options);
    const strangers = args.processes.filter(({ machine }) => !(machine in args.machines));
    if (strangers.length > 0)
      throw new RangeError(`no way to the machine of ${strangers.map(({ name }) => name).join()}`);
    for (const [machine, { target, bootId, slice = "", deletedWith }] of Object.entries(args.machines)) {
      const going = deletedWith === undefined ? {} : { deletedWith };
      // It asks for no lease, and needs none: nothing reads the file but the step below, which does ask, and takes only its own digest.
      const copied = new command.remote.CopyToRemote(
        `${name}-${machine}-files`,
        {
          connection: connection(target),
          source: new pulumi.asset.FileAsset(args.archive.file),
          remotePath: workloadArchive,
          // A machine that booted from a fresh disk has lost the file.
          triggers: [args.archive.sha256, bootId],
        },
        { parent: this, ...going },
      );
      const here = args.processes.filter((process) => process.machine === machine);
      // Without a process the same step only unpacks the files.
      for (const process of here.length === 0 ? [undefined] : here) {
        remoteScript(
          `${name}-${process?.name ?? machine}`,
          {
            target,
            script: script("start"),
            undo: script("stop"),
            values: {
              ARCHIVE: workloadArchive,
              DIGEST: args.archive.sha256,
              BOOT_ID: bootId,
              SLICE: slice,
              ...valuesOf(process),
            },
          },
          { parent: this, dependsOn: [copied], ...going },
        );
      }
    }
    this.registerOutputs();
  }
}

function valuesOf(process: ProcessPlan | undefined): Record<string, string> {
  const base64 = (text: string): string => Buffer.from(text).toString("base64");
  return {
    NAME: process?.name ?? "",
    LOG: process === undefined ? "" : processLog(process.name),
    COMMAND: base64(process?.command ?? ""),
    CONFIG: base64(process?.config ?? ""),
    READY: base64(process?.ready ?? ""),
    MODULES: process?.modules.join(" ") ?? "",
    PROGRAMS: process?.programs.map((needed) => `${needed.program}:${needed.package}`).join(" ") ?? "",
  };
}
