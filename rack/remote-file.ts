/** A file of a machine, read as it is. */
import type { Remote } from "./remote.ts";
import { commandText, scriptInput } from "./script.ts";

/** The path goes in by stdin. Whoever should have written the file may not have. */
const readCommand = commandText({ text: '[ ! -e "${FILE:?}" ] || cat "$FILE"' });

/** Text of a file on a machine; empty where it is not there. */
export async function readRemoteFile(remote: Remote, machine: string, file: string): Promise<string> {
  return await remote.run(machine, readCommand, scriptInput({ FILE: file }));
}
