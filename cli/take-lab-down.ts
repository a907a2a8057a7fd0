/** Takes the lab down as Pulumi's state describes it, then removes whatever of it is left on this machine. */
import { existsSync } from "node:fs";
import { basename } from "node:path";
import { execa } from "execa";
import { CrossbedError, messageOf } from "../base/errors.ts";
import { defaultLabName } from "../base/names.ts";
import { localScriptText } from "../components/local-script.ts";
import { labPlace } from "../components/virtual-lab/plan.ts";
import { stepEnvironment } from "../base/step-environment.ts";
import { awaitUnlocked } from "../toolchain/live-locks.ts";
import { pulumiBinary } from "../toolchain/paths.ts";
import { runPulumi } from "../toolchain/pulumi-command.ts";
import { placeOfLab, recordedStacks, standsOnLab, type LabPlace } from "../toolchain/recorded-stacks.ts";

/**
 * The lab is gone afterwards, also where Pulumi is missing or a setting has a slip: this asks the state what is whose, never
 * the settings, which may have changed since. Waits for an update of these stacks that still ends.
 * @throws CrossbedError `command_failed`, with a cure, when records of stacks are left; `held` where an update of one does not end.
 */
export async function takeLabDown(project: string, say: (line: string) => void): Promise<void> {
  const left: string[] = [];
  const attempt = async (what: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (endsDown(error)) throw error;
      left.push(`${what}: ${messageOf(error)}`);
    }
  };
  const own = labPlace(defaultLabName(project));
  const places = new Map<string, LabPlace>([[own.directory, own]]);
  await attempt("the record of the stacks", async () => {
    await awaitUnlocked("lab", project, say);
    const stacks = await recordedStacks(project);
    const lab = stacks.get("lab");
    const place = lab === undefined ? undefined : placeOfLab(lab);
    if (place !== undefined) places.set(place.directory, place);
    const testbeds = [...stacks].filter(([stack, resources]) => stack !== "lab" && standsOnLab(resources));
    if (!existsSync(pulumiBinary(project, process.env))) {
      const names = [...testbeds.map(([stack]) => stack), ...(lab === undefined ? [] : ["lab"])];
      left.push(...names.map((name) => `the record of ${name}: Pulumi is not installed`));
      return;
    }
    for (const [testbed] of testbeds) {
      // The hosts go away as a whole: taking their guests down one by one would be work for nothing.
      await attempt(`the record of ${testbed}`, () => forget(testbed, project, say));
    }
    if (lab !== undefined) await attempt("the record of lab", () => destroy(project, say));
  });
  for (const place of places.values()) await sweep(place);
  for (const { directory } of places.values()) say(`lab ${basename(directory)} is down`);
  if (left.length === 0) return;
  throw new CrossbedError("command_failed", `the lab is gone, but this is left of it: ${left.join("; ")}.`, {
    where: "this clone's state",
    hint: "Run npx crossbed setup, correct what this message names, then run npx crossbed down",
  });
}

/** Ctrl-C, or an update that still builds what is to be taken down. */
function endsDown(error: unknown): boolean {
  return error instanceof CrossbedError && (error.code === "interrupted" || error.code === "held");
}

async function destroy(project: string, say: (line: string) => void): Promise<void> {
  try {
    await runPulumi(["destroy", "--stack", "lab", "--yes", "--skip-preview"], { project, say });
  } catch (error) {
    if (endsDown(error)) throw error;
    say("the lab cannot be taken down in order; clearing what is left of it");
    await forget("lab", project, say);
  }
}

/** Removes a stack's record of resources that are gone, and creates the stack anew with the same settings. */
async function forget(stack: string, project: string, say: (line: string) => void): Promise<void> {
  await runPulumi(["stack", "rm", stack, "--force", "--yes", "--preserve-config"], { project, say });
  await runPulumi(["stack", "init", stack, "--no-select"], { project, say });
}

/** Removes whatever a dead lab left: processes, namespace, bridges, mounts, files. Succeeds where it left nothing. */
async function sweep({ directory, namespace }: LabPlace): Promise<void> {
  for (const step of ["namespace-undo", "directory-undo"]) {
    const script = new URL(`../components/virtual-lab/scripts/${step}.sh`, import.meta.url);
    await execa("bash", ["-c", localScriptText(script)], {
      env: { ...stepEnvironment(process.env), LAB: directory, NAMESPACE: namespace },
      extendEnv: false,
      stdio: ["ignore", "inherit", "inherit"],
    });
  }
}
