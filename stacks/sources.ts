/** Computes one digest of everything that carries out a plan: another version of a script or program may change a result. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * What of each room decides what runs on machines: scripts and stylesheets everywhere; of platforms and components their
 * records too, for a guest's machine and processor stand in no plan; of workloads everything.
 */
const rooms = {
  rack: /\.sh$/,
  platforms: /\.(?:sh|ts)$/,
  components: /\.(?:sh|xslt|ts)$/,
  benchmarks: /\.sh$/,
  workloads: /(?:)/,
} as const;

/** SHA-256 over names and contents, in hexadecimal; the same in every clone of the same sources. */
export function sourcesDigest(project: string): string {
  const filesOf = (room: string): string[] =>
    readdirSync(join(project, room), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(project.length + 1));
  const files = Object.entries(rooms)
    .flatMap(([room, decides]) => filesOf(room).filter((file) => decides.test(file)))
    .toSorted();
  const hash = createHash("sha256");
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(project, file)))
      .update("\0");
  return hash.digest("hex");
}
