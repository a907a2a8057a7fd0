import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterEach, beforeEach, expect, it } from "vitest";

const script = fileURLToPath(new URL("../../../../stacks/survey/scripts/lun-silence.sh", import.meta.url));
let sys: string;

beforeEach(() => {
  sys = mkdtempSync(join(tmpdir(), "crossbed-sys-"));
});
afterEach(() => {
  rmSync(sys, { recursive: true, force: true });
});

/** What is said of a disk whose transport is part of its path, with these files of the kernel's. */
async function silence(transport: string, files: Readonly<Record<string, string>>): Promise<string> {
  const device = join(sys, "devices", transport, "target2:0:0/2:0:0:1");
  mkdirSync(device, { recursive: true });
  mkdirSync(join(sys, "block/sda"), { recursive: true });
  symlinkSync(device, join(sys, "block/sda/device"));
  writeFileSync(join(device, "timeout"), "30\n");
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(sys, name)), { recursive: true });
    writeFileSync(join(sys, name), `${text}\n`);
  }
  const command = '. "$1"; path_silence_seconds "$2" "$3"';
  return (await execa("bash", ["-c", command, "lun-silence", script, join(sys, "block/sda/device"), sys])).stdout;
}

const port = "class/fc_remote_ports/rport-2:0-1";
const session = "class/iscsi_session/session3";

it.each([
  ["a disk behind nothing that waits", "host2", {}, "30"],
  [
    "a port that fails fast",
    "host2/rport-2:0-1",
    { [`${port}/fast_io_fail_tmo`]: "5", [`${port}/dev_loss_tmo`]: "600" },
    "30",
  ],
  [
    "a port that does not",
    "host2/rport-2:0-1",
    { [`${port}/fast_io_fail_tmo`]: "off", [`${port}/dev_loss_tmo`]: "60" },
    "60",
  ],
  ["a session as iSCSI comes", "host2/session3", { [`${session}/recovery_tmo`]: "120" }, "120"],
  ["a session under multipath", "host2/session3", { [`${session}/recovery_tmo`]: "5" }, "30"],
  ["a session that is never given up", "host2/session3", { [`${session}/recovery_tmo`]: "-1" }, "86400"],
  ["a session that does not tell", "host2/session3", {}, "30"],
])("says how long a path may be silent: %s", async (_, transport, files, seconds) => {
  expect(await silence(transport, files)).toBe(seconds);
});
