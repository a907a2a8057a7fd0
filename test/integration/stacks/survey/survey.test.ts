import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { execa } from "execa";
import { commandText, scriptInput } from "../../../../rack/script.ts";
import { surveyText } from "../../../../stacks/survey/ask.ts";
import { parseSurvey, type Survey } from "../../../../stacks/survey/record.ts";

async function surveyOfThisMachine(values: Readonly<Record<string, string>>): Promise<Survey> {
  const all = { PROGRAMS: "", MODULES: "", ENTRY: "", WWIDS: "", WATCHDOG: "", DIRECTORIES: "", ...values };
  const { stdout } = await execa("bash", ["-c", commandText({ text: surveyText })], { input: scriptInput(all) });
  return parseSurvey("here", stdout);
}

describe("survey.sh", () => {
  it("names the programs and modules that are missing, and not those that are there", async () => {
    const survey = await surveyOfThisMachine({ PROGRAMS: "bash no-such-program", MODULES: "no_such_module" });
    expect(survey.lacksPrograms).toEqual(["no-such-program"]);
    expect(survey.lacksModules).toEqual(["no_such_module"]);
  });

  it("says what this machine is: its clock, its free space up from a directory that is not there yet, its processors", async () => {
    const before = Date.now() / 1000;
    const survey = await surveyOfThisMachine({ DIRECTORIES: "/var/lib/no-such-directory/deep" });
    expect(survey.nowSec).toBeGreaterThanOrEqual(before - 0.001);
    expect(survey.freeMiB["/var/lib/no-such-directory/deep"]).toBeGreaterThan(0);
    const flags = readFileSync("/proc/cpuinfo", "utf8");
    const can = /^flags.* (?:vmx|svm)(?: |$)/mu.test(flags);
    expect(survey.canVirtualise).toBe(existsSync("/sys/hypervisor/type") ? null : can);
  });

  it("tells of a boot entry that no menu has", async () => {
    const survey = await surveyOfThisMachine({ ENTRY: "no such entry" });
    expect(survey.boot.some((problem) => problem === "no-menu" || problem === "no-entry")).toBe(true);
  });

  it("says what drives a watchdog, and nothing of one that is not there", async () => {
    expect((await surveyOfThisMachine({ WATCHDOG: "/dev/no-watchdog" })).watchdog).toBeNull();
    // A character device that stands for one, of which the kernel says nothing.
    expect((await surveyOfThisMachine({ WATCHDOG: "/dev/zero" })).watchdog).toBe("unknown");
  });

  it("leaves out a LUN that the machine does not see", async () => {
    expect((await surveyOfThisMachine({ WWIDS: "6001405a11ce0001" })).luns).toEqual({});
  });
});
