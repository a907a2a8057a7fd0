import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runScript } from "../../../support/run-script.ts";

/** Stands in for xl: a control domain of four vCPUs, of which the last is off, and 4096 MiB. */
const xl = `#!/bin/bash
echo "$*" >> "$(dirname "$0")/asked"
case $1 in
  list) printf 'Name ID Mem VCPUs State Time(s)\\nDomain-0 0 4096 4 r----- 17.5\\n' ;;
  vcpu-list)
    echo 'Name ID VCPU CPU State Time(s) Affinity (Hard / Soft)'
    for vcpu in 0 1 2; do echo "Domain-0 0 $vcpu $vcpu -b- 5.5 all / all"; done
    echo 'Domain-0 0 3 - --p 5.5 all / all' ;;
esac
`;

let bin: string;

beforeEach(async () => {
  bin = await mkdtemp(join(tmpdir(), "crossbed-share-"));
  await writeFile(join(bin, "xl"), xl);
  await chmod(join(bin, "xl"), 0o755);
});
afterEach(async () => {
  await rm(bin, { recursive: true });
});

const changes = async (): Promise<string[]> =>
  (await readFile(join(bin, "asked"), "utf8")).split("\n").filter((line) => /^\S+-(?:set|pin) /u.test(line));

describe("control-domain.sh", () => {
  const script = "components/host/scripts/control-domain.sh";

  it("gives dom0 its memory, as many vCPUs as it has pCPUs, and these", async () => {
    const { status } = await runScript(script, { CPUS: "0-1", VCPUS: "2", MEMORY_MIB: "1536", BOOT_ID: "b" }, bin);
    expect(status).toBe(0);
    expect(await changes()).toEqual(["mem-set 0 1536", "vcpu-set 0 2", "vcpu-pin 0 all 0-1"]);
  });

  it("takes no vCPUs from a dom0 that has no more, and leaves it where it is without pCPUs of its own", async () => {
    const values = { VCPUS: "3", MEMORY_MIB: "4096", BOOT_ID: "b" };
    await runScript(script, { ...values, CPUS: "0,8,9" }, bin);
    await runScript(script, { ...values, CPUS: "" }, bin);
    expect(await changes()).toEqual(["vcpu-pin 0 all 0,8,9"]);
  });

  it("lets dom0 run anywhere again when it is undone", async () => {
    await runScript("components/host/scripts/control-domain-undo.sh", { CPUS: "0-1", VCPUS: "2" }, bin);
    expect(await changes()).toEqual(["vcpu-set 0 4", "vcpu-pin 0 all all"]);
  });
});

describe("workload-slice.sh", () => {
  it("undoes what is not there without a complaint", async () => {
    await writeFile(join(bin, "systemctl"), "#!/bin/bash\nexit 5\n");
    await chmod(join(bin, "systemctl"), 0o755);
    const undo = "components/host/scripts/workload-slice-undo.sh";
    expect(await runScript(undo, { SLICE: "crossbed.slice" }, bin)).toMatchObject({ status: 0, stderr: "" });
  });
});
