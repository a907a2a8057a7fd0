/** What reads each version of the result directory. */
import { z } from "zod";
import { CrossbedError } from "../../base/errors.ts";
import { resultVersion } from "./version.ts";
import { parseJson } from "./json.ts";
import { version1 } from "./version-1.ts";

/** As the version of this code names things. */
export type Translation = (document: unknown) => unknown;
interface Translations {
  /** Whether a run that is over has a `digests.json`. */
  readonly hasDigests: boolean;
  readonly manifest: Translation;
  readonly caseRecord: Translation;
  readonly summary: Translation;
}

const same: Translation = (document) => document;
const translations: Readonly<Record<number, Translations>> = {
  1: { ...version1, hasDigests: false },
  [resultVersion]: { hasDigests: true, manifest: same, caseRecord: same, summary: same },
};

/** Of a manifest's or summary's text. @throws CrossbedError `malformed` for a version that is not read here. */
export function translationsOf(file: string, text: string): Translations {
  const { version } = parseJson(file, text, z.object({ version: z.number() }));
  const found = translations[version];
  if (found !== undefined) return found;
  const message = `this run has version ${version}; versions 1 to ${resultVersion} are read here.`;
  throw new CrossbedError("malformed", message, {
    where: file,
    hint: "Use the Crossbed version that the manifest names.",
  });
}
