/** Asks every machine of a rack what it has of what a stack needs: one command each, all at once. Changes nothing. */
import { readFileSync } from "node:fs";
import { sbdSlots } from "../../components/fencing/plan.ts";
import { hostPaths } from "../../rack/paths.ts";
import type { Inventory } from "../../rack/inventory.ts";
import { Remote } from "../../rack/remote.ts";
import { commandText, scriptInput } from "../../rack/script.ts";
import { machinesOf } from "../../rack/ssh-config.ts";
import { lookAnswerMs, lookConnectSec } from "../../rack/timeouts.ts";
import type { TestbedPlan } from "../plan.ts";
import { parseSurvey, type Survey } from "./record.ts";

/** What a machine said, and between which moments of this machine's clock it was asked (seconds since 1970). */
export interface Answer {
  readonly survey: Survey;
  readonly askedSec: number;
  readonly answeredSec: number;
}

export interface Surveys {
  /** By machine; one that did not answer is in `silent`. */
  readonly answers: Readonly<Record<string, Answer>>;
  readonly silent: Readonly<Record<string, Error>>;
}

const fileOf = (url: URL): string => readFileSync(url, "utf8");

/** The script with what it shares with the steps that act on the same things. */
export const surveyText = [
  new URL("../../components/host/scripts/grub-menu.sh", import.meta.url),
  new URL("../../components/cluster-filesystem/scripts/lun-mark.sh", import.meta.url),
  new URL("scripts/lun-silence.sh", import.meta.url),
  new URL("scripts/survey.sh", import.meta.url),
]
  .map(fileOf)
  .join("\n");

/** Directories whose space a stack needs. */
const roomyDirectories: readonly string[] = [hostPaths.HOST_STATE, hostPaths.HOST_FILES, hostPaths.HOST_LOGS];

/** Of every LUN that a host must see. */
function wwidsOf(plan: TestbedPlan, inventory: Inventory): string[] {
  const slots = sbdSlots(plan.fencing).flatMap(({ options }) => options["wwid"] ?? []);
  return [...new Set([...inventory.luns.map(({ wwid }) => wwid), ...slots])];
}

/** The values of a machine's script. */
function surveyValues(plan: TestbedPlan, inventory: Inventory, machine: string): Record<string, string> {
  const host = plan.hosts.find(({ name }) => name === machine);
  const processes = [...plan.workload.services, ...plan.workload.nodes].filter((one) => one.machine === machine);
  const programs = [
    ...(host?.requirements.map(({ program }) => program) ?? []),
    ...processes.flatMap((one) => one.programs.map(({ program }) => program)),
  ];
  const modules = [...(host?.modules ?? []), ...processes.flatMap((one) => one.modules)];
  return {
    PROGRAMS: [...new Set(programs)].join(" "),
    MODULES: [...new Set(modules)].join(" "),
    ENTRY: host?.bootEntry ?? "",
    WWIDS: host === undefined ? "" : wwidsOf(plan, inventory).join(" "),
    WATCHDOG: sbdSlots(plan.fencing).find((slot) => slot.host === machine)?.options["watchdog"] ?? "",
    DIRECTORIES: roomyDirectories.join(" "),
  };
}

/** Asks hosts and simulators. A machine that does not answer is among the silent ones, and keeps no other from its answer. */
export async function askSurveys(plan: TestbedPlan, inventory: Inventory): Promise<Surveys> {
  const machines = [inventory.hosts, inventory.simulators].flatMap((list) => machinesOf(inventory, list));
  const options = { connectSec: lookConnectSec, isShared: false };
  const remote = await Remote.open(machines, inventory.ssh.privateKeyFile, options);
  const answers: Record<string, Answer> = {};
  const silent: Record<string, Error> = {};
  try {
    await Promise.all(
      machines.map(async ({ name }) => {
        const askedSec = Date.now() / 1000;
        try {
          const values = scriptInput(surveyValues(plan, inventory, name));
          const text = await remote.run(name, commandText({ text: surveyText }), values, lookAnswerMs);
          answers[name] = { survey: parseSurvey(name, text), askedSec, answeredSec: Date.now() / 1000 };
        } catch (thrown) {
          silent[name] = thrown instanceof Error ? thrown : new Error(String(thrown));
        }
      }),
    );
    return { answers, silent };
  } finally {
    await remote.close();
  }
}
