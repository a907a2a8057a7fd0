import { execa } from "execa";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { factsScript as script, renderPlatformTable } from "../../../rack/facts-script.ts";
import { platforms } from "../../../platforms/index.ts";
import { parseHostFacts, type HostFacts } from "../../../rack/facts.ts";

let bin: string;

beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), "crossbed-facts-"));
});
afterEach(() => {
  rmSync(bin, { recursive: true });
});

function standIn(program: string, body: string): void {
  writeFileSync(join(bin, program), `#!/bin/bash\n${body}\n`);
  chmodSync(join(bin, program), 0o755);
}

async function facts(text = script): Promise<HostFacts> {
  const { stdout } = await execa("bash", ["-s"], {
    input: text,
    env: { PATH: `${bin}:${process.env["PATH"] ?? ""}` },
  });
  return parseHostFacts("here", stdout);
}

/** What Linux has under /sys/devices/system on two sockets of eight cores with two threads each, like the study's servers. */
function writeStudyServer(tree: string): void {
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    writeFileSync(join(tree, file), `${text}\n`);
  };
  for (let cpu = 0; cpu < 32; cpu += 1) {
    const core = cpu % 16;
    const socket = Math.floor(core / 8);
    write(`cpu/cpu${String(cpu)}/topology/physical_package_id`, String(socket));
    write(`cpu/cpu${String(cpu)}/topology/core_id`, String(core % 8));
    write(`cpu/cpu${String(cpu)}/topology/thread_siblings_list`, `${String(core)},${String(core + 16)}`);
    write(`cpu/cpu${String(cpu)}/node${String(socket)}/cpulist`, "");
  }
  // Switched off: it has no topology.
  write("cpu/cpu32/online", "0");
  write("cpu/cpufreq/boost", "1");
  write("node/node0/meminfo", "Node 0 MemTotal:       12325524 kB\nNode 0 MemFree:         1043212 kB");
  write("node/node1/meminfo", "Node 1 MemTotal:       12383444 kB\nNode 1 MemFree:         1043212 kB");
}

/** As `xl info -n` of Xen prints it (tools/xl/xl_info.c), siblings beside each other. */
function xlInfo(): string {
  const cpu = (index: number): string =>
    `${String(index).padStart(3)}:    ${String((index >> 1) % 8).padStart(4)}     ${String(index >> 4).padStart(4)}     ${String(index >> 4).padStart(4)}`;
  return [
    "host                   : host1",
    "release                : 6.12.117+deb13-amd64",
    "nr_cpus                : 32",
    "max_cpu_id             : 31",
    "nr_nodes               : 2",
    "cores_per_socket       : 8",
    "threads_per_core       : 2",
    "total_memory           : 24565",
    "free_memory            : 22874",
    "xen_commandline        : placeholder dom0_mem=1536M,max:1536M dom0_max_vcpus=4",
    "xend_config_format     : 4",
    "cpu_topology           :",
    "cpu:    core    socket     node",
    ...Array.from({ length: 32 }, (_, index) => cpu(index)),
    "device topology        :",
    "device           node",
    "0000:00:00.0      0",
    "0000:80:00.0      1",
    "numa_info              :",
    "node:    memsize    memfree    distances",
    "   0:     13312      11437      10,20",
    "   1:     12288      11437      20,10",
    "",
  ].join("\n");
}

describe("facts.sh", () => {
  it("prints what the parser reads, on any Linux machine, also where libvirt does not answer", async () => {
    standIn("virsh", "exit 1");
    const { bootId, domains } = await facts();
    expect(bootId).toBe(readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim());
    expect(domains).toEqual([]);
  });

  it("does not call a guest of Xen running that is suspended or without its device model", async () => {
    mkdirSync(join(bin, "xen"));
    writeFileSync(join(bin, "xen/type"), "xen\n");
    writeFileSync(join(bin, "xen/capabilities"), "control_d\n");
    const uuid = (digit: number): string => `3232a021-3396-4053-a0bf-2c233b27a68${String(digit)}`;
    const rows = ["r-----", "-b----", "---ss-"].map((state, id) => `cb-${String(id)} ${String(id)} 575 1 ${state} 1.7`);
    standIn(
      "xl",
      `[[ $1 == list ]] || { echo 'xen_commandline        : sched=credit dom0_mem=1G'; exit 0; }; printf '%s\\n' ${rows.map((row, id) => `'${row} ${uuid(id)} - -'`).join(" ")}`,
    );
    standIn(
      "virsh",
      `printf '%s\\n' ${[0, 1, 2].map((id) => `${uuid(id)} '${uuid(id)} cb-${String(id)}'`).join(" ")} '${uuid(3)} cb-3'`,
    );
    // The first and the third have a device model, the second's is gone, and its number is another process's now.
    standIn("xenstore-read", `[[ $1 == */1/* ]] && echo $PPID || echo 77`);
    mkdirSync(join(bin, "77"));
    writeFileSync(join(bin, "77/cmdline"), "qemu\0-xen-domid\x000\0-xen-domid\x002\0-nographic\0");
    mkdirSync(join(bin, "xen/version"));
    for (const [part, text] of Object.entries({ major: "4", minor: "20", extra: ".1" })) {
      writeFileSync(join(bin, "xen/version", part), `${text}\n`);
    }
    const { hypervisor, domains, platformFacts } = await facts(
      script
        .replaceAll("/sys/hypervisor", `${bin}/xen`)
        .replaceAll("/proc/xen", `${bin}/xen`)
        .replaceAll("/proc/$pid", `${bin}/$pid`),
    );
    expect(hypervisor).toBe("xen");
    expect(platformFacts).toEqual({
      xen: "4.20.1",
      "dom0 vCPUs": expect.stringMatching(/^\d+$/) as unknown,
      "dom0 memory": expect.stringMatching(/^\d+ MiB$/) as unknown,
      "Xen command line": "sched=credit dom0_mem=1G",
    });
    expect(domains.map(({ isRunning, stalled }) => [isRunning, stalled])).toEqual([
      [true, null],
      [false, "its device model, QEMU, died"],
      [false, "a failed migration left it suspended"],
      [false, null],
    ]);
  });

  it.each([
    ["empty", ""],
    ["cut", '{"version":1,"stack":"kvm-6c'],
    ["cut", "2 3232a021-3396"],
    ["of zeros", "\0\0\0\0"],
  ])("names records that are %s, and says everything else", async (_, text) => {
    mkdirSync(join(bin, "state/guests"), { recursive: true });
    writeFileSync(join(bin, "state/lease.json"), text);
    writeFileSync(join(bin, "state/guests/cb-a1.started"), text);
    writeFileSync(join(bin, "state/guests/cb-a2.started"), "2 3232a021-3396-4053-a0bf-2c233b27a68a\n");
    const { lease, guests, unreadable } = await facts(script.replaceAll("/var/lib/crossbed", `${bin}/state`));
    expect(lease).toBeNull();
    expect(guests.map(({ incarnation, isReadable }) => [incarnation, isReadable])).toEqual([
      [0, false],
      [2, true],
    ]);
    expect(unreadable).toEqual([`${bin}/state/guests/cb-a1.started`, "/var/lib/crossbed/lease.json"]);
  });

  it("asks a connection without a hypervisor of its own where libvirt has its driver, and nowhere else", async () => {
    standIn("virsh", `echo "$3" >> ${bin}/asked; echo '3232a021-3396-4053-a0bf-2c233b27a68a c1'`);
    const platform = { ...platforms.bare, libvirt: { scheme: "lxc", driver: "lxc" } };
    const text = script
      .replace(renderPlatformTable(platforms), renderPlatformTable({ container: platform }))
      .replaceAll("/usr/{lib,lib64,lib/*}/libvirt", `${bin}/{lib,lib64}`);
    expect((await facts(text)).domains).toEqual([]);
    mkdirSync(join(bin, "lib/connection-driver"), { recursive: true });
    writeFileSync(join(bin, "lib/connection-driver/libvirt_driver_lxc.so"), "");
    const { domains, hypervisor } = await facts(text);
    expect([domains.map(({ name }) => name), hypervisor]).toEqual([["c1"], "none"]);
    expect(readFileSync(join(bin, "asked"), "utf8")).toBe("lxc:///system\n");
  });

  it("says how pCPUs, cores, sockets and NUMA nodes belong together, and leaves out what the kernel does not say", async () => {
    const tree = join(bin, "system");
    writeStudyServer(tree);
    const { topology } = await facts(script.replaceAll("/sys/devices/system", tree));
    expect(topology.pcpus).toHaveLength(32);
    expect(topology.pcpus.filter(({ pcpu }) => [0, 9, 31].includes(pcpu))).toEqual([
      { pcpu: 0, socket: 0, core: 0, node: 0 },
      { pcpu: 31, socket: 1, core: 15, node: 1 },
      { pcpu: 9, socket: 1, core: 9, node: 1 },
    ]);
    expect(topology.nodes).toEqual([
      { node: 0, memoryMiB: 12036 },
      { node: 1, memoryMiB: 12093 },
    ]);
    // Some virtual machines know no package, and some kernels no NUMA.
    rmSync(join(tree, "node"), { recursive: true });
    rmSync(join(tree, "cpu/cpu0/node0"), { recursive: true });
    writeFileSync(join(tree, "cpu/cpu0/topology/physical_package_id"), "-1\n");
    const poorer = await facts(script.replaceAll("/sys/devices/system", tree));
    expect(poorer.topology.nodes).toEqual([]);
    expect(poorer.topology.pcpus.find(({ pcpu }) => pcpu === 0)).toEqual({ pcpu: 0, core: 0 });
  });

  it("asks Xen for the host's pCPUs, whose numbers are not dom0's", async () => {
    mkdirSync(join(bin, "xen"));
    writeFileSync(join(bin, "xen/type"), "xen\n");
    writeFileSync(join(bin, "xen/capabilities"), "control_d\n");
    writeFileSync(join(bin, "info"), xlInfo());
    standIn("xl", `[[ "$*" == 'info -n' ]] && cat ${bin}/info`);
    standIn("virsh", "exit 1");
    const { pcpus, memoryMiB, topology, platformFacts } = await facts(
      script.replaceAll("/sys/hypervisor", `${bin}/xen`).replaceAll("/proc/xen", `${bin}/xen`),
    );
    expect([pcpus, memoryMiB, platformFacts["Xen command line"]]).toEqual([
      32,
      24565,
      "placeholder dom0_mem=1536M,max:1536M dom0_max_vcpus=4",
    ]);
    expect(topology.pcpus).toHaveLength(32);
    expect(topology.pcpus[17]).toEqual({ pcpu: 17, socket: 1, core: 0, node: 1 });
    expect(topology.nodes).toEqual([
      { node: 0, memoryMiB: 13312 },
      { node: 1, memoryMiB: 12288 },
    ]);
  });

  // As Xen 4.20 says of two AMD processors with a core each.
  it.each([
    ["numbers alone, where Xen tells no core", "1", "1", [{ pcpu: 0 }, { pcpu: 1 }]],
    ["nothing, where siblings are untold", "1", "2", []],
    ["nothing, where some numbers are off", "3", "1", []],
  ])("says of pCPUs %s", async (_, most, threads, expected) => {
    mkdirSync(join(bin, "xen"));
    writeFileSync(join(bin, "xen/type"), "xen\n");
    writeFileSync(join(bin, "xen/capabilities"), "control_d\n");
    const said = [
      ...["nr_cpus                : 2", `max_cpu_id             : ${most}`, "nr_nodes               : 2"],
      ...["cores_per_socket       : 1", `threads_per_core       : ${threads}`, "cpu_topology           :"],
      ...["cpu:    core    socket     node", "device topology        :", "device           node"],
      ...["No device topology data available", "numa_info              :", "node:    memsize    memfree    distances"],
      ...["   0:      2048        672      10,20", "   1:      3072        809      20,10", ""],
    ];
    writeFileSync(join(bin, "info"), said.join("\n"));
    standIn("xl", `[[ "$*" == 'info -n' ]] && cat ${bin}/info`);
    standIn("virsh", "exit 1");
    const { topology } = await facts(
      script.replaceAll("/sys/hypervisor", `${bin}/xen`).replaceAll("/proc/xen", `${bin}/xen`),
    );
    expect(topology.pcpus).toEqual(expected);
  });

  it("says nothing of the pCPUs of a host whose Xen does not answer: dom0's are not the host's", async () => {
    mkdirSync(join(bin, "xen"));
    writeFileSync(join(bin, "xen/type"), "xen\n");
    writeFileSync(join(bin, "xen/capabilities"), "control_d\n");
    standIn("xl", "exit 1");
    standIn("virsh", "exit 1");
    const { topology } = await facts(
      script.replaceAll("/sys/hypervisor", `${bin}/xen`).replaceAll("/proc/xen", `${bin}/xen`),
    );
    expect(topology).toEqual({ pcpus: [], nodes: [] });
  });

  it("tells a GFS2 that withdrew, and a guest that runs and stands still", async () => {
    for (const [table, value] of Object.entries({ "rack12:kvm": "1", "rack12:other": "0" })) {
      mkdirSync(join(bin, "gfs2", table), { recursive: true });
      writeFileSync(join(bin, "gfs2", table, "withdraw"), `${value}\n`);
    }
    const uuid = (digit: number): string => `3232a021-3396-4053-a0bf-2c233b27a68${String(digit)}`;
    mkdirSync(join(bin, "lib/connection-driver"), { recursive: true });
    writeFileSync(join(bin, "lib/connection-driver/libvirt_driver_lxc.so"), "");
    const lines = [uuid(0), uuid(1), `${uuid(0)} cb-a1`, `${uuid(1)} cb-b1`, "paused", uuid(1)];
    standIn("virsh", `printf '%s\\n' ${lines.map((line) => `'${line}'`).join(" ")}`);
    const platform = { ...platforms.bare, libvirt: { scheme: "lxc", driver: "lxc" } };
    const { withdrawn, paused, domains } = await facts(
      script
        .replace(renderPlatformTable(platforms), renderPlatformTable({ container: platform }))
        .replaceAll("/usr/{lib,lib64,lib/*}/libvirt", `${bin}/{lib,lib64}`)
        .replaceAll("/sys/fs/gfs2", `${bin}/gfs2`),
    );
    expect([withdrawn, paused]).toEqual([["rack12:kvm"], [uuid(1)]]);
    expect(domains.map(({ name, isRunning }) => [name, isRunning])).toEqual([
      ["cb-a1", true],
      ["cb-b1", true],
    ]);
  });

  it.each(["", "/systemd"])("finds a corosync that runs, below the control groups%s", async (hierarchy) => {
    const text = script.replaceAll("/sys/fs/cgroup", `${bin}/cgroup`);
    standIn("corosync-quorumtool", "printf '%s\\n' 'Nodeid      Votes Name' '     1          1 192.0.2.1 (local)'");
    expect((await facts(text)).clusterMembers).toBeNull();
    mkdirSync(join(bin, `cgroup${hierarchy}/system.slice/corosync.service`), { recursive: true });
    expect((await facts(text)).clusterMembers).toEqual([1]);
  });

  it("names dlm's lockspaces where a GFS2 is mounted, and none while dlm does not answer", async () => {
    expect((await facts()).lockspaces).toBeNull();
    const mounts = join(bin, "mounts");
    writeFileSync(mounts, "/dev/sda /crossbed/kvm gfs2 rw 0 0\n");
    const text = script.replaceAll("/proc/mounts", mounts);
    standIn("dlm_tool", "exit 1");
    expect((await facts(text)).lockspaces).toBeNull();
    standIn("dlm_tool", "true");
    expect((await facts(text)).lockspaces).toEqual([]);
    standIn("dlm_tool", "printf 'dlm lockspaces\\nname          kvm\\nid            0x1\\nmembers       1 2\\n'");
    expect((await facts(text)).lockspaces).toEqual(["kvm"]);
  });

  it("tells whether the sbd that Crossbed started on this boot still runs", async () => {
    const text = script.replaceAll("HOST_RUN=/run/crossbed", `HOST_RUN=${bin}`);
    const seen = async (pid: string) => {
      // As sbd writes it: padded with blanks.
      writeFileSync(join(bin, "sbd.pid"), `${pid.padStart(10)}\n`);
      return (await facts(text.replaceAll("/run/sbd.pid", `${bin}/sbd.pid`).replaceAll('"/proc/$', `"${bin}/$`)))
        .fencingDaemon;
    };
    mkdirSync(join(bin, "77"));
    writeFileSync(join(bin, "77", "comm"), "sbd\n");
    expect(await seen("77")).toBe(null);
    writeFileSync(join(bin, "sbd.options"), "");
    expect(await seen("77")).toBe("running");
    writeFileSync(join(bin, "77", "comm"), "bash\n");
    expect([await seen("77"), await seen("78"), await seen("")]).toEqual(["dead", "dead", "dead"]);
  });

  it("says which distribution the host runs", async () => {
    writeFileSync(join(bin, "os-release"), 'NAME="SLES"\nVERSION_ID="15.6"\nID="sles"\nID_LIKE="suse"\n');
    const { distribution } = await facts(script.replaceAll("/etc/os-release", `${bin}/os-release`));
    expect(distribution).toEqual({ id: "sles", idLike: "suse", versionId: "15.6" });
  });
});
