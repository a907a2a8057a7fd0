import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { goBinaries, libvirtProvider, sdkGenerator } from "../../../toolchain/go-binaries.ts";
import { pulumiVersion, terraformPluginVersion } from "../../../toolchain/versions.ts";

const project = new URL("../../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, project), "utf8");
const json = (path: string): Record<string, never> => JSON.parse(read(path)) as Record<string, never>;

describe("versions", () => {
  it("are those of the pinned modules", () => {
    expect(read("toolchain/modules/pulumi/go.mod")).toContain(`github.com/pulumi/pulumi/pkg/v3 v${pulumiVersion}`);
  });

  it("are the same in Pulumi and in its bridge, so that what both need is compiled once", () => {
    const pinned = (program: string): ReadonlyMap<string, string> =>
      new Map(
        [...read(`toolchain/modules/${program}/go.mod`).matchAll(/^\t(\S+) (v\S+)/gmu)].map(
          ([, module = "", version = ""]) => [module, version],
        ),
      );
    const bridge = pinned("pulumi-resource-terraform-provider");
    const differing = [...pinned("pulumi")].filter(([module, version]) => (bridge.get(module) ?? version) !== version);
    // Each compiles with its own alone, and little depends on it.
    expect(differing).toEqual([["github.com/olekukonko/tablewriter", "v0.0.5"]]);
  });

  it("are those that the generated SDK asks for", () => {
    expect(json("sdks/libvirt/package.json")).toMatchObject({
      version: libvirtProvider.version,
      pulumi: { name: "terraform-provider", version: terraformPluginVersion },
    });
  });

  it.each([...goBinaries, sdkGenerator])("$name has modules with hashes", ({ name, module = name }) => {
    expect(read(`toolchain/modules/${module}/go.sum`)).toMatch(/ h1:/);
  });
});
