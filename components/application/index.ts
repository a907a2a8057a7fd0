/** The application pairs: one supervised process on each machine that the plan names, under the standby's watch. */
import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { ApplicationConfig } from "../../workloads/ss7/application/config.ts";
import { connection, remoteScript, type SshTarget } from "../remote-script.ts";
import type { ApplicationNodePlan } from "./plan.ts";

export interface ApplicationArgs {
  readonly nodes: readonly ApplicationNodePlan[];
  /** Where the signalling transfer point listens. */
  readonly stp: { readonly addresses: readonly string[]; readonly port: number };
  /** The nodes' machines by name. */
  readonly machines: Readonly<Record<string, CarrierMachine>>;
  /** The workload's files, on the machine that runs Pulumi. */
  readonly archive: { readonly file: string; readonly sha256: string };
  readonly statisticsIntervalMs: number;
  readonly serviceWorkUs: number;
}

/** A machine that carries an application process. */
export interface CarrierMachine {
  readonly target: SshTarget;
  /** Another boot makes the machine's steps run again. */
  readonly bootId: pulumi.Input<string>;
  /** A guest takes the process with it: one that no longer answers need not be asked to stop it. */
  readonly deletedWith?: pulumi.Resource;
}

const remoteArchive = "/var/tmp/crossbed-workload.tar.gz";

/** A node's files on its machine. */
export function applicationFiles(node: string) {
  return {
    config: `/run/crossbed/${node}/config.json`,
    statusSocket: `/run/crossbed/${node}/status`,
    statistics: `/var/log/crossbed/${node}.statistics.txt`,
    events: `/var/log/crossbed/${node}.events.jsonl`,
  } as const;
}

export class Application extends pulumi.ComponentResource {
  /** Resolves when every process has been started; which is active is asked of them. */
  readonly ready: pulumi.Output<string>;

  constructor(name: string, args: ApplicationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("crossbed:index:Application", name, {}, opts);
    const steps = args.nodes.map((node) => {
      const machine = args.machines[node.machine];
      if (machine === undefined) throw new RangeError(`no way to ${node.machine}, the machine of node ${node.node}`);
      const going = machine.deletedWith === undefined ? {} : { deletedWith: machine.deletedWith };
      const files = new command.remote.CopyToRemote(
        `${name}-${node.node}-files`,
        {
          connection: connection(machine.target),
          source: new pulumi.asset.FileAsset(args.archive.file),
          remotePath: remoteArchive,
          // A machine that booted from a fresh disk has lost the file.
          triggers: [args.archive.sha256, machine.bootId],
        },
        { parent: this, ...going },
      );
      return remoteScript(
        `${name}-${node.node}`,
        {
          target: machine.target,
          script: new URL("scripts/start.sh", import.meta.url),
          undo: new URL("scripts/stop.sh", import.meta.url),
          values: {
            NAME: node.node,
            PROGRAM: "application.mjs",
            ARCHIVE: remoteArchive,
            DIGEST: args.archive.sha256,
            BOOT_ID: machine.bootId,
            CONFIG_BASE64: Buffer.from(JSON.stringify(configOf(node, args))).toString("base64"),
          },
        },
        { parent: this, dependsOn: [files], ...going },
      );
    });
    this.ready = pulumi.all(steps.map((step) => step.stdout)).apply((lines) => lines.join("\n"));
    this.registerOutputs({ ready: this.ready });
  }
}

function configOf(node: ApplicationNodePlan, args: ApplicationArgs): ApplicationConfig {
  const { heartbeat } = node;
  const files = applicationFiles(node.node);
  return {
    cluster: node.cluster,
    node: node.node,
    preferred: node.preferred,
    link: {
      stp: args.stp,
      localAddresses: node.trafficAddresses,
      pointCode: node.pointCode,
      routingContext: node.pointCode,
    },
    heartbeat: {
      local: { address: heartbeat.local, port: heartbeat.port },
      peer: { address: heartbeat.peer, port: heartbeat.port },
      intervalMs: heartbeat.intervalMs,
      missed: heartbeat.missed,
    },
    statistics: { file: files.statistics, intervalMs: args.statisticsIntervalMs },
    eventsFile: files.events,
    statusSocket: files.statusSocket,
    serviceWorkUs: args.serviceWorkUs,
  };
}
