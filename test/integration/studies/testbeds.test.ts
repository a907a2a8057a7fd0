/** The studies that come with the project, planned from the stacks' own data. */
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { CrossbedError } from "../../../base/errors.ts";
import { studyCases } from "../../../benchmarks/cases/study.ts";
import type { StudyBlock } from "../../../benchmarks/results/study-journal.ts";
import { renderStudyPlan } from "../../../studies/render-plan.ts";
import { parseStudy, readStudy } from "../../../studies/spec.ts";
import { planStudy } from "../../../studies/testbeds.ts";
import { shippedStacks } from "../../../toolchain/stacks.ts";
import { inventoryDocument } from "../../support/inventory.ts";

const project = new URL("../../..", import.meta.url).pathname.replace(/\/$/, "");
const stacks = await shippedStacks(project);

type Scale = ReturnType<typeof inventoryDocument>["scale"];

function planned(file: string, scale?: Scale): Promise<StudyBlock[]> {
  const inventory = inventoryDocument();
  if (scale !== undefined) inventory.scale = scale;
  return planStudy(file, readStudy(file), { project, stacks, labOutput: () => Promise.resolve(inventory) });
}

/** Hours that the plan's text tells. */
async function hoursOf(file: string, scale: Scale): Promise<number> {
  const text = renderStudyPlan(readStudy(file), await planned(file, scale), 2 ** 40);
  const [, hours = "", minutes = ""] = /^time: about (\d+) h (\d+) min/m.exec(text) ?? [];
  return Number(hours) + Number(minutes) / 60;
}

describe("studies", () => {
  const files = readdirSync(join(project, "studies")).filter((file) => file.endsWith(".yaml"));

  it.each(files)("%s bears its own name", (file) => {
    expect(readStudy(join(project, "studies", file)).name).toBe(basename(file, ".yaml"));
  });

  it("thesis · measures every load of the study's tables, and both migrations, twice", async () => {
    const blocks = await planned("studies/thesis.yaml");
    const cases = blocks.flatMap((block) => block.cases.map((one) => `${block.stack} ${String(one.nominalReqPerSec)}`));
    const expected = studyCases.map((one) => `${one.platform}-${one.layout} ${String(one.nominalReqPerSec)}`);
    expect(cases.toSorted()).toEqual([...expected, ...expected].toSorted());
  });

  it("thesis · takes 36 to 48 hours at the study's own scale of time", async () => {
    const hours = await hoursOf("studies/thesis.yaml", { cores: 1 / 16, memory: 1 / 24, load: 1 / 300, time: 1 });
    expect(hours).toBeGreaterThanOrEqual(36);
    expect(hours).toBeLessThan(48);
  });

  it("lab · takes 90 minutes at most at the lab's scale, and holds every platform twice", async () => {
    const hours = await hoursOf("studies/lab.yaml", { cores: 1 / 16, memory: 1 / 24, load: 1 / 300, time: 1 / 30 });
    expect(hours).toBeLessThanOrEqual(1.5);
    const blocks = await planned("studies/lab.yaml");
    const platforms = blocks.map(({ stack }) => stack.replace("-16core", ""));
    const every = ["bare", "container", "kvm", "xen"];
    expect(platforms.toSorted()).toEqual([...every, ...every].toSorted());
  });
});

describe("planStudy", () => {
  const args = { project, stacks, labOutput: () => Promise.resolve(inventoryDocument()) };

  it("tells what is wrong with every stack at once", async () => {
    const spec = parseStudy("own.yaml", { name: "own", stacks: ["kvm-16cores", "lab", "bare-16core", "nothing-like"] });
    const problem = await planStudy("own.yaml", spec, args).catch((error: unknown) => error);
    const testbeds = stacks.filter((stack) => stack !== "lab").join(", ");
    expect(problem).toBeInstanceOf(CrossbedError);
    expect((problem as Error).message).toBe(
      [
        "own.yaml: 3 problems; nothing has been changed.",
        '  stacks[0]: is "kvm-16cores", which is no testbed; did you mean kvm-16core?',
        `  stacks[1]: is "lab", which is no testbed; take one of ${testbeds}`,
        `  stacks[3]: is "nothing-like", which is no testbed; take one of ${testbeds}`,
      ].join("\n"),
    );
  });

  it("runs a stack's own loads where the study names none", async () => {
    const spec = parseStudy("own.yaml", { name: "own", stacks: ["bare-16core"], repetitions: 1 });
    const [block] = await planStudy("own.yaml", spec, args);
    const loads = block?.cases.map(({ nominalReqPerSec }) => nominalReqPerSec) ?? [];
    expect(loads.toSorted((one, other) => one - other)).toEqual([750, 2250, 4500]);
  });
});
