/** The programs that are built from Go modules: `toolchain/modules/<module>/go.mod` pins each, with everything it needs. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pulumiVersion, terraformPluginVersion } from "./versions.ts";

export const modules = join(import.meta.dirname, "modules");

const libvirtModule = "github.com/dmacvicar/terraform-provider-libvirt";

/** The libvirt provider, as the bridge names it. */
export const libvirtProvider = {
  source: "dmacvicar/libvirt",
  version: pinnedVersion("terraform-provider-libvirt", libvirtModule),
} as const;

function pinnedVersion(program: string, module: string): string {
  const file = join(modules, program, "go.mod");
  const version = readFileSync(file, "utf8").match(new RegExp(`^require ${module} v(\\S+)$`, "m"))?.[1];
  if (version === undefined) throw new Error(`${file} does not require ${module}`);
  return version;
}

export interface GoBinary {
  readonly name: string;
  /** The directory in `modules`; absent where it has the program's name. */
  readonly module?: string;
  /** The package to build. */
  readonly package: string;
  /** Linker settings that stamp the version. */
  readonly stamps: readonly string[];
  /** Seconds a cold build takes on two cores: for progress only. */
  readonly estimateSec: number;
}

/** In the order they are built: Go's cache then has what the bridge shares with Pulumi. */
export const goBinaries: readonly GoBinary[] = [
  {
    name: "pulumi",
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    stamps: [`github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${pulumiVersion}`],
    estimateSec: 140,
  },
  {
    name: "pulumi-resource-terraform-provider",
    package: "github.com/pulumi/pulumi-terraform-bridge/v3/dynamic",
    stamps: [`github.com/pulumi/pulumi-terraform-bridge/v3/dynamic/version.version=v${terraformPluginVersion}`],
    estimateSec: 50,
  },
  {
    name: "terraform-provider-libvirt",
    package: libvirtModule,
    stamps: [`main.version=${libvirtProvider.version}`],
    estimateSec: 18,
  },
];

/** Writes the libvirt SDK, by Pulumi's own modules; built only for that. */
export const sdkGenerator: GoBinary = {
  name: "generate-sdk",
  module: "pulumi",
  package: ".",
  stamps: [],
  estimateSec: 30,
};
