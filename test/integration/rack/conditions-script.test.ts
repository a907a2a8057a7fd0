import { execa } from "execa";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseConditions, type MachineConditions } from "../../../rack/conditions.ts";
import { conditionsScript } from "../../../rack/facts-script.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "crossbed-conditions-"));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), `${text}\n`);
}

function standIn(program: string, body: string): void {
  write(`bin/${program}`, `#!/bin/bash\n${body}`);
  chmodSync(join(root, "bin", program), 0o755);
}

/** On a machine of which there is only what the test wrote. */
async function conditions(cards = {}): Promise<MachineConditions> {
  mkdirSync(join(root, "bin"), { recursive: true });
  const { stdout } = await execa("/bin/bash", ["-s"], {
    input: conditionsScript.replaceAll(/(?<= )\/(?=sys\/|proc\/|etc\/)/gu, `${root}/`),
    env: { PATH: join(root, "bin") },
    extendEnv: false,
  });
  return parseConditions("here", stdout, cards);
}

/** What the script needs of coreutils. */
function standInTimeout(): void {
  standIn("timeout", 'shift; exec "$@"');
}

describe("conditions.sh", () => {
  it("prints what the parser reads, on any Linux machine", async () => {
    const { stdout } = await execa("bash", ["-s"], { input: conditionsScript });
    expect(parseConditions("here", stdout)).toMatchObject({
      kernel: readFileSync("/proc/sys/kernel/osrelease", "utf8").trim(),
    });
  });

  it("says nothing of what it cannot read, and nothing is 0", async () => {
    write("proc/cpuinfo", "processor\t: 0");
    write("proc/meminfo", "MemTotal:        1000448 kB");
    expect(await conditions()).toEqual({ "the kernel's memory": "977 MiB" });
  });

  it("reads what a server's kernel says", async () => {
    standInTimeout();
    write("proc/cpuinfo", "processor\t: 0\nmodel name\t: Intel(R) Xeon(R) CPU E5540 @ 2.53GHz\nmicrocode\t: 0x1d\n");
    write("proc/meminfo", "MemTotal:       24708968 kB");
    write("proc/cmdline", "root=/dev/sda1 ro isolcpus=2-3");
    write("proc/sys/kernel/osrelease", "6.12.117+deb13-amd64");
    write("etc/crossbed-archive", "20261128T201113Z");
    const system = "sys/devices/system";
    write(`${system}/cpu/online`, "0-15");
    write(`${system}/cpu/vulnerabilities/meltdown`, "Mitigation: PTI");
    write(`${system}/cpu/vulnerabilities/mds`, "Vulnerable: Clear CPU buffers attempted, no microcode; SMT vulnerable");
    write(`${system}/cpu/vulnerabilities/retbleed`, "Not affected");
    for (const cpu of [0, 1]) write(`${system}/cpu/cpu${String(cpu)}/cpufreq/scaling_governor`, "performance");
    write(`${system}/cpu/cpu2/cpufreq/scaling_governor`, "powersave");
    write(`${system}/cpu/cpu0/cpufreq/scaling_driver`, "acpi-cpufreq");
    write(`${system}/cpu/cpufreq/boost`, "1");
    write(`${system}/cpu/cpu0/cpuidle/state0/name`, "POLL");
    write(`${system}/cpu/cpu0/cpuidle/state1/name`, "C1");
    write(`${system}/cpu/cpu0/cpuidle/state2/name`, "C6");
    write(`${system}/cpu/cpu0/cpuidle/state2/disable`, "1");
    write(`${system}/cpu/cpuidle/current_driver`, "intel_idle");
    write(`${system}/cpu/smt/control`, "off");
    write(`${system}/clocksource/clocksource0/current_clocksource`, "tsc");
    write("sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages", "512");
    write("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never");
    write("sys/class/net/eno1/address", "00:1b:21:00:00:02");
    write("sys/class/net/eno1/speed", "10000");
    write("sys/class/net/eno1/mtu", "9000");
    write("sys/class/net/eno1/device/uevent", "DRIVER=ixgbe\nPCI_CLASS=20000");
    write("sys/class/net/eno2/address", "00:1b:21:00:00:09");
    write("sys/class/net/eno2/device/uevent", "DRIVER=ixgbe");
    for (const disk of ["sda", "sdd"]) write(`sys/block/${disk}/device/wwid`, "naa.600140500000000000000000000000a1");
    standIn("chronyc", "printf 'Reference ID    : C0000201 (192.0.2.1)\\nLeap status     : Normal\\n'");
    standIn("dpkg-query", "printf 'qemu-utils 1:10.0.13+ds-0+deb13u1\\nsysstat \\n'");
    expect(await conditions({ "00:1b:21:00:00:02": "card ss7 (traffic)" })).toEqual({
      CPU: "Intel(R) Xeon(R) CPU E5540 @ 2.53GHz",
      microcode: "0x1d",
      "the kernel's CPUs": "0-15",
      "the kernel's memory": "24129 MiB",
      "the image's Debian archive": "20261128T201113Z",
      mitigations: "mds: Vulnerable: Clear CPU buffers attempted, no microcode; SMT vulnerable; meltdown: PTI",
      governor: "performance powersave",
      "frequency driver": "acpi-cpufreq",
      turbo: "on",
      "C-states": "POLL C1",
      "idle driver": "intel_idle",
      SMT: "off",
      hugepages: "512 of 2048kB",
      "transparent hugepages": "madvise",
      "clock source": "tsc",
      "clock synchronised": "yes, by chrony",
      kernel: "6.12.117+deb13-amd64",
      "kernel command line": "root=/dev/sda1 ro isolcpus=2-3",
      "card ss7 (traffic)": "ixgbe, 10000 Mb/s, MTU 9000",
      "paths to LUN 600140500000000000000000000000a1": "2",
      "package qemu-utils": "1:10.0.13+ds-0+deb13u1",
    });
  });

  it("asks Xen for what dom0's kernel does not govern", async () => {
    standInTimeout();
    write("proc/cpuinfo", "");
    write("proc/meminfo", "MemTotal: 1024 kB");
    write("sys/hypervisor/type", "xen");
    write("proc/xen/capabilities", "control_d");
    standIn(
      "xenpm",
      "printf 'scaling_driver       : acpi-cpufreq\\ncurrent_governor     : ondemand\\nturbo mode           : enabled\\n'",
    );
    expect(await conditions()).toMatchObject({
      "frequency driver": "acpi-cpufreq",
      governor: "ondemand",
      turbo: "enabled",
    });
  });
});
