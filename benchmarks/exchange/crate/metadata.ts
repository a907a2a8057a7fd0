/**
 * `ro-crate-metadata.json`: what a crate is and what each of its files is, as JSON-LD by RO-Crate 1.2 (https://w3id.org/ro/crate/1.2). Each
 * file has its size and SHA-256 (https://schema.org/sha256). Pure.
 */
import { extname } from "node:path";
import { runFiles } from "../../results/directory.ts";
import type { Manifest } from "../../results/manifest.ts";

export const metadataName = "ro-crate-metadata.json";
/** The report's page in a crate. */
export const cratePage = runFiles.report;
const profile = "https://w3id.org/ro/crate/1.2";

export interface CrateFile {
  /** Path in the crate, `/` between its parts. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface CrateRun {
  /** Directory in the crate, without a `/` at its end. */
  readonly path: string;
  readonly manifest: Manifest;
}

export interface CrateContent {
  readonly title: string;
  /** SPDX identifier of the data's licence, such as `CC-BY-4.0`. */
  readonly license: string;
  readonly publishedAtMs: number;
  readonly runs: readonly CrateRun[];
  readonly files: readonly CrateFile[];
}

interface Entity {
  readonly "@id": string;
  readonly "@type": string;
  readonly [property: string]: unknown;
}

const reference = (id: string): { readonly "@id": string } => ({ "@id": id });
/** A path as a relative URI. */
const uriOf = (path: string): string => path.split("/").map(encodeURIComponent).join("/");
const timeOf = (atMs: number): string => new Date(atMs).toISOString();

/** Text of the file. */
export function renderMetadata({ title, license, publishedAtMs, runs, files }: CrateContent): string {
  const licenseId = `https://spdx.org/licenses/${license}`;
  const byRun = new Map(runs.map(({ path }): [string, CrateFile[]] => [path, []]));
  const outside = files.filter((file) => {
    // A run lies in a stack's folder.
    const own = byRun.get(file.path.split("/").slice(0, 2).join("/"));
    own?.push(file);
    return own === undefined;
  });
  const isEmulated = runs.some(({ manifest }) => manifest.emulated);
  const software = [...new Set(runs.map(({ manifest }) => manifest.versions["crossbed"] ?? "unknown"))];
  const graph: Entity[] = [
    {
      ...reference(metadataName),
      "@type": "CreativeWork",
      conformsTo: reference(profile),
      about: reference("./"),
    },
    {
      ...reference("./"),
      "@type": "Dataset",
      name: title,
      description: `${runs.length === 1 ? "1 run" : `${String(runs.length)} runs`} of a hypervisor testbed: ${[...new Set(runs.map(({ manifest }) => manifest.stack))].join(", ")}.${isEmulated ? " The hosts were emulated in software: no number is one of real hardware." : ""} \`crossbed report\` of this directory checks every file and renders ${cratePage} again.`,
      datePublished: timeOf(publishedAtMs),
      license: reference(licenseId),
      hasPart: [
        ...runs.map(({ path }) => reference(`${uriOf(path)}/`)),
        ...outside.map(({ path }) => reference(uriOf(path))),
      ],
      mentions: runs.map(({ path }) => reference(`#${uriOf(path)}`)),
    },
    { ...reference(licenseId), "@type": "CreativeWork", name: license },
    ...software.map((version) => ({
      ...reference(`#crossbed-${encodeURIComponent(version)}`),
      "@type": "SoftwareApplication",
      name: "Crossbed",
      version,
    })),
    ...runs.flatMap((run) => runEntities(run, byRun.get(run.path) ?? [])),
    ...files.map(fileEntity),
  ];
  const context = [`${profile}/context`, { sha256: "https://schema.org/sha256" }];
  return `${JSON.stringify({ "@context": context, "@graph": graph }, null, 2)}\n`;
}

/** A run's directory, and the measurement that made it. */
function runEntities({ path, manifest }: CrateRun, files: readonly CrateFile[]): Entity[] {
  const { stack, run, status, startedAtMs, endedAtMs, versions } = manifest;
  return [
    {
      ...reference(`${uriOf(path)}/`),
      "@type": "Dataset",
      name: `${stack}, run ${run}`,
      description: `Conditions, samples, histograms and the tools' own output of one run, which is ${status}.`,
      hasPart: files.map((file) => reference(uriOf(file.path))),
    },
    {
      ...reference(`#${uriOf(path)}`),
      "@type": "CreateAction",
      name: `Measurement of ${stack}`,
      startTime: timeOf(startedAtMs),
      ...(endedAtMs === undefined ? {} : { endTime: timeOf(endedAtMs) }),
      instrument: reference(`#crossbed-${encodeURIComponent(versions["crossbed"] ?? "unknown")}`),
      result: reference(`${uriOf(path)}/`),
    },
  ];
}

const mediaTypes: Readonly<Record<string, string>> = {
  ".json": "application/json",
  ".jsonl": "application/jsonl",
  ".html": "text/html",
  ".csv": "text/csv",
};

function fileEntity({ path, bytes, sha256 }: CrateFile): Entity {
  return {
    ...reference(uriOf(path)),
    "@type": "File",
    name: path,
    contentSize: String(bytes),
    encodingFormat: mediaTypes[extname(path)] ?? "text/plain",
    sha256,
  };
}
