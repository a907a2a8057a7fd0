import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { livesOn } from "../../../stacks/lost-host.ts";
import { editState, keyOf, revealedResources, type Change } from "../../../toolchain/state-edit.ts";
import { Scratch, whyNoPulumi } from "./scratch.ts";
import { startSshd, whyNoSshd, type SshServer } from "./sshd.ts";

const why = whyNoPulumi() ?? whyNoSshd();

describe.skipIf(why !== undefined)(`the record of a stack${why === undefined ? "" : ` (${why})`}`, () => {
  let scratch: Scratch;
  let servers: SshServer[];

  /** A step on each of two machines, and one on the first that needs both. */
  beforeEach(async () => {
    scratch = new Scratch();
    servers = await Promise.all([startSshd(), startSshd()]);
    const step = (name: string, { port, user, privateKey, directory }: SshServer, more: string): string => `
new command.remote.Command("${name}", {
  connection: { host: "127.0.0.1", port: ${String(port)}, user: "${user}", privateKey: ${JSON.stringify(privateKey)}, agentSocketPath: "", dialErrorLimit: 0 },
  create: "touch ${directory}/${name}",
  delete: "rm ${directory}/${name}",
}${more});`;
    const [first, second] = servers as [SshServer, SshServer];
    scratch.program(
      [
        `const one = ${step("one", first, "")}`,
        `const two = ${step("two", second, "")}`,
        step("both", first, ", { dependsOn: [one, two], deletedWith: two }"),
      ].join("\n"),
    );
    await scratch.run("stack", "init", "test");
    for (const [name, value] of Object.entries(scratch.environment)) vi.stubEnv(name, value);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await Promise.all(servers.map((server) => server.stop()));
    scratch.remove();
  });

  it("without the things of a machine that is gone is one that Pulumi takes, and destroys without asking that machine", async () => {
    expect(await scratch.up()).toMatchObject({ exitCode: 0 });
    const [first, second] = servers as [SshServer, SshServer];
    await second.stop();
    const gone = { name: "two", ssh: { address: "127.0.0.1", port: second.port } };
    const own = (await revealedResources("test", scratch.directory)).filter((one) => livesOn(one, gone));
    expect(own.map(({ urn }) => urn.split("::").at(-1))).toEqual(["two"]);
    const said: string[] = [];
    const edit = (change: Change) => editState("test", scratch.directory, change, (line) => said.push(line));

    // What Pulumi refuses changes nothing.
    const broken = edit((one) => (one.type === "pulumi:providers:command" ? { ...one, urn: "none" } : one));
    await expect(broken).rejects.toThrow("stack test: pulumi stack import: ");

    const keys = new Set(own.map(keyOf));
    const without: Change = (one) => (keys.has(keyOf(one)) ? undefined : one);
    await edit(without);
    await edit(without);
    expect(await scratch.run("destroy", "--stack", "test", "--yes", "--skip-preview")).toMatchObject({ exitCode: 0 });
    expect(["one", "both"].map((name) => existsSync(join(first.directory, name)))).toEqual([false, false]);
    expect(said).toEqual([]);
  });
});
