/** What the toolchain consists of: one version of each, the same on every machine. What npm installs, package.json pins. */
import manifest from "../package.json" with { type: "json" };

/** The command line; the npm package `pulumi` of this version runs it. */
export const pulumiVersion = manifest.dependencies.pulumi;

/**
 * The release of that version, with the SHA-256 of its archive for Linux by Node.js' name of the processor. They are the ones
 * that Pulumi publishes in its own Homebrew formula of the version.
 */
export const pulumiRelease: { readonly version: string; readonly sums: Readonly<Record<string, string>> } = {
  version: "3.259.0",
  sums: {
    x64: "94ba357acac23d01474084c4b00098dc0f7bc70ce13f34c777459254a5f718e5",
    arm64: "edc8327463a72160bb36cf82cf5062da9c8a244290a706d9980988e7bf486853",
  },
};

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
