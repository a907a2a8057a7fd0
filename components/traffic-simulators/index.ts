/** The machines that make the load: the signalling transfer point on the first, the generators' files on all. */
import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { stpConfig } from "../../workloads/ss7/stp/config.ts";
import { connection, remoteScript, type SshTarget } from "../remote-script.ts";
import type { TrafficSimulatorsPlan } from "./plan.ts";

export interface TrafficSimulatorsArgs {
  readonly plan: TrafficSimulatorsPlan;
  /** Point code of each cluster that is to be loaded, by the cluster's name. */
  readonly clusters: Readonly<Record<string, number>>;
  /** How ssh reaches each simulator machine, and its boot id. */
  readonly machines: readonly { readonly name: string; readonly target: SshTarget; readonly bootId: string }[];
  /** The workload's files, on the machine that runs Pulumi. */
  readonly archive: { readonly file: string; readonly sha256: string };
}

const remoteArchive = "/var/tmp/crossbed-workload.tar.gz";

export class TrafficSimulators extends pulumi.ComponentResource {
  /** Resolves when the transfer point listens: processes that connect to it depend on this. */
  readonly ready: pulumi.Output<string>;

  constructor(name: string, args: TrafficSimulatorsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("crossbed:index:TrafficSimulators", name, {}, opts);
    const { plan, clusters, archive } = args;
    const config = stpConfig({
      addresses: plan.stp.addresses,
      port: plan.stp.port,
      servers: [
        ...Object.entries(clusters).map(([cluster, pointCode]) => ({
          name: `cluster-${cluster}`,
          pointCode,
          routingContext: pointCode,
        })),
        ...plan.simulators.map((simulator) => ({
          name: simulator.name,
          pointCode: simulator.pointCode,
          routingContext: simulator.pointCode,
        })),
      ],
    });
    const steps = args.machines.map((machine) => {
      const files = new command.remote.CopyToRemote(
        `${name}-${machine.name}-files`,
        {
          connection: connection(machine.target),
          source: new pulumi.asset.FileAsset(archive.file),
          remotePath: remoteArchive,
          triggers: [archive.sha256],
        },
        { parent: this },
      );
      return remoteScript(
        `${name}-${machine.name}`,
        {
          target: machine.target,
          script: new URL("scripts/start.sh", import.meta.url),
          undo: new URL("scripts/stop.sh", import.meta.url),
          values: {
            ARCHIVE: remoteArchive,
            DIGEST: archive.sha256,
            BOOT_ID: machine.bootId,
            ...(machine.name === plan.stp.machine
              ? { STP_CONFIG_BASE64: Buffer.from(config).toString("base64"), STP_PORT: String(plan.stp.port) }
              : {}),
          },
        },
        { parent: this, dependsOn: [files] },
      );
    });
    this.ready = pulumi.all(steps.map((step) => step.stdout)).apply((lines) => lines.join("\n"));
    this.registerOutputs({ ready: this.ready });
  }
}
