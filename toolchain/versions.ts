/** What the toolchain consists of: one version of each, the same on every machine. */

/** The command line; the npm package `pulumi` of this version runs it. */
export const pulumiVersion = "3.259.0";

/** The plugin of the npm package `@pulumi/command` of the same version. */
export const commandPluginVersion = "1.2.1";

/** The plugin that bridges Terraform providers. Ours is built from the bridge's module and carries this released number. */
export const terraformPluginVersion = "1.4.0";

/** The libvirt provider, as the bridge names it. */
export const libvirtProvider = { source: "dmacvicar/libvirt", version: "0.8.3" } as const;

/** The Go that builds the rest where the machine has none, with the checksum of its module (go.sum's notation) by processor. */
export const goToolchain: { readonly version: string; readonly sums: Readonly<Record<string, string>> } = {
  version: "go1.26.8",
  sums: {
    amd64: "h1:ZOmGe1OnfREDMIdb1Qi4G9JSuDPBLGExZMQ4nis1RXM=",
    arm64: "h1:sYL/O6MqS68ML0kjsQ36WoYIpJqkw60TxizWUYUKQMc=",
  },
};

/** A program that is built from Go modules: `toolchain/modules/<name>/go.mod` pins it and everything it needs. */
export interface GoBinary {
  readonly name: string;
  /** The package to build. */
  readonly package: string;
  /** Linker settings that stamp the version. */
  readonly stamps: readonly string[];
  /** Seconds a cold build takes on two cores: for progress only. */
  readonly estimateSec: number;
}

export const goBinaries: readonly GoBinary[] = [
  {
    name: "pulumi",
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    stamps: [`github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${pulumiVersion}`],
    estimateSec: 185,
  },
  {
    name: "pulumi-resource-terraform-provider",
    package: "github.com/pulumi/pulumi-terraform-bridge/v3/dynamic",
    stamps: [`github.com/pulumi/pulumi-terraform-bridge/v3/dynamic/version.version=v${terraformPluginVersion}`],
    estimateSec: 130,
  },
  {
    name: "terraform-provider-libvirt",
    package: "github.com/dmacvicar/terraform-provider-libvirt",
    stamps: [`main.version=${libvirtProvider.version}`],
    estimateSec: 18,
  },
];

/** Writes the libvirt SDK; built only for that. */
export const sdkGenerator: GoBinary = { name: "generate-sdk", package: ".", stamps: [], estimateSec: 30 };
