/** Says what each host sees of the stack's LUNs. Pure. The step that makes the file system reads a sample over all of a LUN that seems blank. */
import { isSizeOf } from "../../components/shared-storage/plan.ts";
import type { ClusterFilesystemPlan } from "../../components/cluster-filesystem/plan.ts";
import { mostLunSilentSec } from "../../rack/inventory.ts";
import type { TestbedPlan } from "../plan.ts";
import type { Finding } from "./finding.ts";
import type { Survey, SurveyedLun } from "./record.ts";

const wipe = "If nobody needs that, wipe the LUN by hand; else give another WWID in the inventory.";

/** Every LUN of the stack, as the host `machine` sees it. */
export function lunFindings(
  { storage, filesystem }: Pick<TestbedPlan, "storage" | "filesystem">,
  machine: string,
  { luns }: Pick<Survey, "luns">,
): Finding[] {
  const wanted =
    storage === undefined ? [] : [...(storage.shared === undefined ? [] : [storage.shared]), storage.backup];
  return wanted.flatMap((lun): Finding[] => {
    const seen = luns[lun.wwid];
    const name = `LUN ${lun.wwid} (${lun.role})`;
    const say: Say = (code, text, cure, severity = "stop") => ({ code, severity, machine, text, cure });
    if (seen === undefined) return [missingLun(name, say)];
    return [
      ...mapFindings(name, seen, say),
      ...(isSizeOf(lun, seen.bytes)
        ? []
        : [
            say(
              "lun-size",
              `sees ${name} with ${(seen.bytes / 1024 ** 3).toFixed(2)} GiB, but the inventory says ${String(lun.sizeGiB)}.`,
              "Is it the LUN that is meant? Correct its WWID or sizeGiB in the inventory.",
            ),
          ]),
      ...(lun.role === storage?.shared?.role
        ? sharedContent(filesystem, name, seen, say)
        : imageContent(name, seen, say)),
      ...(lun.role === storage?.shared?.role ? hastyHeartbeat(filesystem, name, seen, say) : []),
    ];
  });
}

/** What a LUN's other layers need to settle once its path has been given up, seconds (HP, OCFS2 with Serviceguard, integration guide). */
export const settleSec = 30;

/** OCFS2 resets a host that cannot write to the LUN for too long: a switch of its paths must not take as long. */
function hastyHeartbeat(
  filesystem: ClusterFilesystemPlan | undefined,
  name: string,
  { silentSec }: SurveyedLun,
  say: Say,
): Finding[] {
  if (filesystem?.kind !== "ocfs2") return [];
  const dueSec = silentSec + settleSec;
  if (filesystem.lunSilentSec >= dueSec) return [];
  const shorten = "fast_io_fail_tmo (Fibre Channel) or recovery_tmo (iSCSI) of its paths";
  const found = `a path of ${name} may be silent for ${String(silentSec)} s before the next one is tried`;
  const text = `resets itself after ${String(filesystem.lunSilentSec)} s without the LUN, and ${found}.`;
  const cure =
    dueSec > mostLunSilentSec
      ? `Shorten ${shorten}.`
      : `Write clusterTimes: { lunSilentSec: ${String(dueSec)} } in the inventory, or shorten ${shorten}.`;
  return [say("lun-times", text, cure, "warning")];
}

/** Makes a finding of one host; a stop where nothing else is said. */
export type Say = (code: Finding["code"], text: string, cure: string, severity?: Finding["severity"]) => Finding;

export function missingLun(name: string, say: Say): Finding {
  const cure = "Check the zoning and the WWID in the inventory, then rescan the SCSI hosts.";
  return say("lun-missing", `does not see ${name}.`, cure);
}

/** Several paths without a map, or a map with one path. */
export function mapFindings(name: string, { paths, isMapped }: SurveyedLun, say: Say): Finding[] {
  if (isMapped) {
    if (paths > 1) return [];
    return [say("lun-paths", `sees ${name} over one path only.`, "Look for the lost one: multipath -ll", "warning")];
  }
  if (paths < 2) return [];
  const text = `sees ${name} over ${String(paths)} paths, but has no multipath map of it.`;
  return [say("lun-paths", text, "Install multipath-tools (dnf: device-mapper-multipath) and start multipathd.")];
}

/** Whether the content of the shared LUN belongs to nobody or to this rack, by the rules of make-filesystem.sh. */
function sharedContent(
  filesystem: ClusterFilesystemPlan | undefined,
  name: string,
  { content }: SurveyedLun,
  say: Say,
): Finding[] {
  if (filesystem === undefined) return [];
  const label = filesystem.kind === "gfs2" ? filesystem.lockTable : filesystem.label;
  const isAdopted = (uuid: string | undefined): boolean => filesystem.adopt === "any" || filesystem.adopt === uuid;
  if (content.MARK !== undefined) {
    const [, version, , markedLabel, uuid, machines = ""] = content.MARK.split(" ");
    if (version !== "1")
      return [say("lun-content", `sees on ${name} a mark of another version of Crossbed.`, "Use that version.")];
    const isOurs = machines.split(",").some((digest) => filesystem.machines.includes(digest));
    if (markedLabel === label && (isOurs || isAdopted(uuid))) return [];
    return [
      say(
        "lun-content",
        `sees on ${name} the file system ${String(markedLabel)} of another rack's hosts.`,
        "A LUN belongs to one rack: give another WWID in the inventory.",
      ),
    ];
  }
  if (content.TYPE === filesystem.kind && content.LABEL === label) {
    if (isAdopted(content.UUID)) return [];
    const uuid = content.UUID ?? "its UUID";
    return [
      say(
        "lun-content",
        `sees on ${name} ${filesystem.kind}, labelled ${label}, without the mark that says whose it is.`,
        `If it is this rack's, write adopt: ${uuid} beside the LUN's WWID in the inventory; else give another WWID.`,
      ),
    ];
  }
  const found = content.TYPE ?? (content.PTTYPE === undefined ? undefined : `a partition table (${content.PTTYPE})`);
  return found === undefined
    ? []
    : [say("lun-content", `sees on ${name} ${found}, labelled "${content.LABEL ?? ""}".`, wipe)];
}

function imageContent(name: string, { content }: SurveyedLun, say: Say): Finding[] {
  if (content.TYPE !== undefined || content.PTTYPE !== undefined) return [];
  return [
    say(
      "image-lun",
      `sees no file system on ${name}, which must hold the guest image.`,
      "Give the WWID of the LUN with the guest image.",
    ),
  ];
}
