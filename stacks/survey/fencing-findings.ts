/** What fencing needs: devices that answer every other host; for a slot of sbd the LUN, a watchdog of hardware, a daemon that lives. Pure. */
import { sbdLabel, sbdSlots, type FencingPlan } from "../../components/fencing/plan.ts";
import type { HostFacts } from "../../rack/facts.ts";
import type { TestbedPlan } from "../plan.ts";
import type { Surveys } from "./ask.ts";
import type { AskedDevices, SilentDevice } from "./ask-fencing.ts";
import type { Finding } from "./finding.ts";
import { mapFindings, missingLun, settleSec, type Say } from "./lun-findings.ts";
import type { Survey, SurveyedLun } from "./record.ts";

type Planned = Pick<TestbedPlan, "fencing" | "filesystem" | "emulated" | "isLab">;

/** The kernel's own timer: nothing resets a host whose kernel hangs (drivers/watchdog/softdog.c). */
const softwareWatchdog = "Software Watchdog";

/** Devices that a host asked in vain; a host without the device's program is told to install that, and no more. */
export function deviceFindings(
  { silent, failure }: AskedDevices,
  { answers }: Pick<Surveys, "answers">,
  plan: FencingPlan,
): Finding[] {
  const cure =
    "Correct hosts[].fencing of the inventory, the password's file, or the way from that host to the device.";
  const cureFiles = "Correct these files, or passwordFile in hosts[].fencing of the inventory.";
  const cannotAsk = ({ asker, host }: SilentDevice): boolean =>
    answers[asker]?.survey.lacksPrograms.includes(plan.find((device) => device.host === host)?.program ?? "") === true;
  return [
    ...(failure === undefined
      ? []
      : [{ code: "fencing", severity: "stop", machine: "rack", text: failure, cure: cureFiles } as const]),
    ...silent
      .filter((device) => !cannotAsk(device))
      .map(({ asker, host, why }): Finding => ({
        code: "fencing",
        severity: "stop",
        machine: asker,
        text: `gets no answer from the fencing device of ${host}: ${why}.`,
        cure,
      })),
  ];
}

/** Empty where the file system does not wait for fencing, or no host has a slot. */
export function fencingFindings(
  plan: Planned,
  machine: string,
  survey: Pick<Survey, "luns" | "watchdog">,
  facts: Pick<HostFacts, "fencingDaemon">,
): Finding[] {
  const [first] = sbdSlots(plan.fencing);
  if (plan.filesystem?.kind !== "gfs2" || first === undefined) return [];
  const slot = sbdSlots(plan.fencing).find(({ host }) => host === machine);
  const say: Say = (code, text, cure, severity = "stop") => ({ code, severity, machine, text, cure });
  const { wwid = "", watchdog_sec: watchdogSec = "" } = first.options;
  const name = `LUN ${wwid} (sbd)`;
  const seen = survey.luns[wwid];
  return [
    ...(seen === undefined
      ? [missingLun(name, say)]
      : [
          ...mapFindings(name, seen, say),
          ...slotContent(plan.filesystem, name, seen, say),
          ...hastyWatchdog(Number(watchdogSec), name, seen, say),
        ]),
    ...(slot === undefined ? [] : watchdogFindings(plan, slot.options["watchdog"] ?? "", survey.watchdog, say)),
    ...(slot === undefined || facts.fencingDaemon !== "dead"
      ? []
      : [
          say(
            "fencing-daemon",
            "outlived its sbd: that is dead, and the watchdog did not reset the host for it.",
            "Find out why the watchdog did not (its driver, its hardware), and restart the host.",
          ),
        ]),
  ];
}

/** Whether the LUN is blank or this rack's, by the rules of make-fencing-lun.sh. */
function slotContent(
  filesystem: NonNullable<Planned["filesystem"]>,
  name: string,
  { content }: SurveyedLun,
  say: Say,
): Finding[] {
  const [, version, , label, , machines = ""] = content.MARK?.split(" ") ?? [];
  const isOurs =
    version === "1" &&
    label === sbdLabel(filesystem) &&
    machines.split(",").some((digest) => filesystem.machines.includes(digest));
  const found = content.MARK ?? content.TYPE ?? content.PTTYPE;
  if (isOurs || found === undefined) return [];
  const cure = "Give sbd a blank LUN of its own; if nobody needs what is on this one, clear it by hand.";
  return [say("lun-content", `sees on ${name} what is not this rack's: ${found}.`, cure)];
}

/** The watchdog resets a host that cannot read the LUN: a switch of its paths must not take as long. */
function hastyWatchdog(watchdogSec: number, name: string, seen: SurveyedLun, say: Say): Finding[] {
  const dueSec = seen.silentSec + settleSec;
  if (!seen.isMapped || watchdogSec >= dueSec) return [];
  const found = `a path of ${name} may be silent for ${String(seen.silentSec)} s before the next one is tried`;
  const shorten = "shorten fast_io_fail_tmo (Fibre Channel) or recovery_tmo (iSCSI) of its paths";
  const cure = `Write watchdogSec: ${String(dueSec)} (120 at most) into the fencing of every host, or ${shorten}.`;
  return [say("lun-times", `is reset after ${String(watchdogSec)} s without the LUN, and ${found}.`, cure, "warning")];
}

function watchdogFindings({ emulated, isLab }: Planned, device: string, driver: string | null, say: Say): Finding[] {
  const load =
    "Load the driver of the host's hardware watchdog (iTCO_wdt, hpwdt, ipmi_watchdog …), and name its device: watchdog in its fencing.";
  if (driver === null) return [say("watchdog", `has no watchdog ${device}, without which sbd cuts nothing off.`, load)];
  if (driver !== softwareWatchdog) return [];
  const text = `has only the kernel's own timer (softdog) as ${device}: it does not reset a host whose kernel hangs.`;
  return [say("watchdog", text, load, emulated || isLab ? "warning" : "stop")];
}
