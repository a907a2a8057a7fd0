/** What the toolchain consists of: one version of each, the same on every machine. What npm installs, package.json pins. */
import manifest from "../package.json" with { type: "json" };

/** The command line; the npm package `pulumi` of this version runs it. */
export const pulumiVersion = manifest.dependencies.pulumi;

/** The plugin of the npm package `@pulumi/command` of the same version. */
export const commandPluginVersion = manifest.dependencies["@pulumi/command"];

/** The first major version of Node.js that runs Crossbed and the workload. */
export const leastNode = Number.parseInt(manifest.engines.node.replace(">=", ""));

/** The plugin that bridges Terraform providers. Ours is built from the bridge's module and carries this released number. */
export const terraformPluginVersion = "1.4.0";

/** The Go that builds the rest where the machine has none, with the checksum of its module (go.sum's notation) by processor. */
export const goToolchain: { readonly version: string; readonly sums: Readonly<Record<string, string>> } = {
  version: "go1.26.8",
  sums: {
    amd64: "h1:ZOmGe1OnfREDMIdb1Qi4G9JSuDPBLGExZMQ4nis1RXM=",
    arm64: "h1:sYL/O6MqS68ML0kjsQ36WoYIpJqkw60TxizWUYUKQMc=",
  },
};
