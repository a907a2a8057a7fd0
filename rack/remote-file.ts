/** Reads a file on a machine as it is. */
import type { Remote } from "./remote.ts";
import { commandText, scriptInput } from "./script.ts";

/** The path arrives on stdin. The file may be missing: the step that should have written it may have failed. */
const readCommand = commandText({ text: '[ ! -e "${FILE:?}" ] || cat "$FILE"' });

/** Text of a file on a machine; empty where it is not there. */
export async function readRemoteFile(remote: Remote, machine: string, file: string): Promise<string> {
  return await remote.run(machine, readCommand, scriptInput({ FILE: file }));
}
