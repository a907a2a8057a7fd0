import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { remoteScript } from "../../../components/remote-script.ts";
import { registrationsOf } from "../../support/mocks.ts";
import { sshTarget as target } from "../../support/remote.ts";
import { project, Scratch, whyNoPulumi } from "./scratch.ts";

describe.skipIf(whyNoPulumi() !== undefined)("a step with an undo that somebody has Pulumi replace", () => {
  let scratch: Scratch;
  beforeAll(async () => {
    scratch = new Scratch();
    expect(await scratch.run("stack", "init", "test")).toMatchObject({ exitCode: 0 });
  });
  afterAll(() => {
    scratch.remove();
  });

  it("is undone before it is done again, so that what it made stays", async () => {
    const log = join(scratch.directory, "log");
    scratch.program(`
      import { writeFileSync } from "node:fs";
      import { pathToFileURL } from "node:url";
      import { localScript } from "${project}/components/local-script.ts";
      const script = (word) => {
        writeFileSync(word + ".sh", "echo " + word + " >> ${log}");
        return pathToFileURL(word + ".sh");
      };
      const args = { script: script("done"), undo: script("undone"), values: { LAB: "${scratch.directory}" } };
      localScript("first-step", args, {});`);
    expect(await scratch.up()).toMatchObject({ exitCode: 0 });
    expect(await scratch.up("--replace", "**-step")).toMatchObject({ exitCode: 0 });
    expect(readFileSync(log, "utf8")).toBe("done\nundone\ndone\n");
  });
});

describe("a step on a machine", () => {
  it.each([
    ["that has an undo is undone before it is replaced", { undo: { text: "false" } }, true],
    ["that has none is left to Pulumi", {}, undefined],
  ])("%s", async (_, undo, expected) => {
    const asked: unknown[] = [];
    await registrationsOf(() => {
      remoteScript(
        "step",
        { target, script: { text: "true" }, values: {}, ...undo },
        {
          transformations: [
            ({ opts }) => {
              asked.push((opts as { deleteBeforeReplace?: boolean }).deleteBeforeReplace);
              return undefined;
            },
          ],
        },
      );
    });
    expect(asked).toEqual([expected]);
  });
});
