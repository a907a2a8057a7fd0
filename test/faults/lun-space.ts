/** The room on a cluster file system, taken by one of its hosts to the last block, and given back. */
import type { Remote } from "../../rack/remote.ts";
import type { Harms } from "./harms.ts";

/** Most of it at once, the rest in small pieces until there is no room. */
const fill = `set -u
read -r directory
mkdir -p "$directory"
room=$(df --output=avail -B 1048576 "$directory" | tail -n 1)
if ((room > 32)); then fallocate -l $(((room - 32) * 1048576)) "$directory/most"; fi
for piece in 1048576 4096; do
  dd if=/dev/zero of="$directory/rest.$piece" bs="$piece" 2> /dev/null
done
sync -f "$directory"
exit 0`;

const patienceMs = 600_000;

export async function fillUp(remote: Remote, { host, directory }: Harms["space"]): Promise<void> {
  await remote.run(host, fill, `${directory}\n`, patienceMs);
}

export async function freeSpace(remote: Remote, { host, directory }: Harms["space"]): Promise<void> {
  await remote.run(host, 'read -r directory; rm -rf "$directory"; sync', `${directory}\n`, patienceMs);
}
