/** A remote that runs nothing: it keeps the scripts that it was given, with the names that went to their stdin. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { onTestFinished } from "vitest";
import type { Remote } from "../../rack/remote.ts";
import { namesIn, type SentScript } from "./script-contract.ts";

export interface RecordingRemote {
  readonly remote: Remote;
  /** The scripts so far; `name` has the script's number and the machine. */
  readonly scripts: () => SentScript[];
}

export function recordingRemote(): RecordingRemote {
  const directory = mkdtempSync(join(tmpdir(), "crossbed-sent-"));
  onTestFinished(() => {
    rmSync(directory, { recursive: true });
  });
  const kept: { readonly name: string; readonly text: string; readonly stdin: () => string }[] = [];
  const remote = {
    // Says that it watches, as a keeper does, and then what it hears, until it hears no more.
    start: (machine: string, text: string) => {
      const name = `${String(kept.length)} on ${machine}`;
      const file = join(directory, String(kept.length));
      kept.push({ name, text, stdin: () => readFileSync(file, "utf8") });
      return execa("bash", ["-c", 'echo watching; exec tee "$0"', file], { buffer: false, reject: false });
    },
    run: (machine: string, text: string, input = "") => {
      kept.push({ name: `${String(kept.length)} on ${machine}`, text, stdin: () => input });
      return Promise.resolve("");
    },
  };
  return {
    remote: remote as unknown as Remote,
    scripts: () => kept.map(({ name, text, stdin }) => ({ name, texts: [text], sent: namesIn(stdin()) })),
  };
}
