/** Has a cluster file system's own check say what a fault left, with the file system mounted nowhere. */
import type { ClusterFilesystemPlan } from "../../components/cluster-filesystem/plan.ts";
import type { Remote } from "../../rack/remote.ts";
import { readGfs2Check } from "./gfs2-check.ts";
import { readOcfs2Check } from "./ocfs2-check.ts";

export interface CheckVerdict {
  /** Blocks (GFS2) or clusters (OCFS2) that are lost as space until the file system is repaired: no file is harmed. */
  readonly leakedBlocks: number;
  /** The first lines that tell of anything else, in the check's own words. */
  readonly damage: readonly string[];
}

type Kind = ClusterFilesystemPlan["kind"];

/** By file system: how to ask, changing nothing, and what the answer means. */
const checks: Readonly<
  Record<Kind, { readonly options: string; readonly read: (status: number, said: string) => CheckVerdict }>
> = {
  gfs2: { options: "-n", read: readGfs2Check },
  ocfs2: { options: "-n -f", read: readOcfs2Check },
};

/** fsck.gfs2 tells its progress on stdout and findings on stderr; fsck.ocfs2 tells both on stdout. Of two paths only their map will do. */
const ask = `read -r program; read -r options; read -r wwid
device=/dev/disk/by-id/dm-uuid-mpath-3$wwid
[ -b "$device" ] || device=/dev/disk/by-id/wwn-0x$wwid
case $program in
  fsck.gfs2) $program $options "$device" 2>&1 > /dev/null < /dev/null ;;
  *) $program $options "$device" 2>&1 < /dev/null ;;
esac
echo "status $?"`;

/** Asks on a host that sees the LUN. */
export async function checkFilesystem(
  remote: Remote,
  host: string,
  { kind, lun }: ClusterFilesystemPlan,
  patienceMs: number,
): Promise<CheckVerdict> {
  const { options, read } = checks[kind];
  const output = await remote.run(host, ask, `fsck.${kind}\n${options}\n${lun.wwid}\n`, patienceMs);
  const [, said = "", status = "NaN"] = /^([^]*)status (\d+)\s*$/u.exec(output) ?? [];
  return read(Number(status), said);
}
