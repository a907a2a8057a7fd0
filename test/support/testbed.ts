/** What end-to-end tests do with a testbed that is up. */
import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect } from "vitest";
import { Mover } from "../../benchmarks/run/migration/move.ts";
import { localUri } from "../../platforms/platform.ts";
import { Remote } from "../../rack/remote.ts";
import { openRun, readSummary } from "../../benchmarks/results/reader.ts";
import type { Summary } from "../../benchmarks/results/summary.ts";
import type { BenchmarkRequest } from "../../benchmarks/run/request.ts";
import type { Inventory } from "../../rack/inventory.ts";
import { commandText, scriptInput } from "../../rack/script.ts";
import type { Status } from "../../cli/render-status.ts";
import type { Clone } from "./clone.ts";

/** Watches the tests of the file that calls it; returns whether one has failed so far. */
export function noteFailures(): () => boolean {
  let hasFailed = false;
  afterEach(({ task }) => {
    hasFailed ||= task.result?.state === "fail";
  });
  return () => hasFailed;
}

/** The counts of Pulumi's summary, such as { unchanged: 42 }. */
export function changes(stdout: string): Record<string, number> {
  return Object.fromEntries(
    [...stdout.matchAll(/^ {4}(?:[+~-]|\+-)? ?(\d+) (created|updated|deleted|replaced|unchanged)$/gm)].map(
      ([, count, what]) => [what ?? "", Number(count)],
    ),
  );
}

/** Resolves when a process says something; rejects when it ends without. */
export async function untilSays(child: ReturnType<Clone["startPulumi"]>, what: RegExp): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    let said = "";
    child.all.on("data", (chunk: Buffer) => {
      process.stderr.write(chunk);
      said = `${said}${chunk.toString()}`.slice(-10_000);
      if (what.test(said)) resolve();
    });
    void child.then((result) => {
      reject(new Error(`it ended (${String(result.exitCode)}) without saying ${what.source}:\n${said}`));
    });
  });
}

/** Runs a text of shell on a machine, with values and paths by their names, as the product's own scripts have them. */
async function runText(
  remote: Remote,
  machine: string,
  text: string,
  values: Readonly<Record<string, string>>,
): Promise<string> {
  return await remote.run(machine, commandText({ text }), scriptInput(values));
}

/** Commands on the machines of a stack that is up. */
export async function onHosts<Result>(
  clone: Clone,
  stack: string,
  work: (remote: Remote, request: BenchmarkRequest) => Promise<Result>,
): Promise<Result> {
  const request = (await clone.output(stack, "benchmarkRequest")) as BenchmarkRequest;
  const remote = await Remote.open(request.machines, request.privateKeyFile);
  try {
    return await work(remote, request);
  } finally {
    await remote.close();
  }
}

/**
 * A case was run to its end, nothing of it is lost without a word, and most of a low load was answered. All of it may be too
 * much for a busy machine that emulates both hosts: that is a result, not a failure.
 */
export function expectMeasured(row: Summary["cases"][number] | undefined): void {
  if (row === undefined) throw new Error("the case is not in the summary");
  expect(row.outcome).toBe("completed");
  const { sent, succeeded, failed } = row;
  if (sent === null || succeeded === null || failed === null) throw new Error("the load was not counted");
  expect(succeeded + failed).toBe(sent);
  expect(succeeded / sent).toBeGreaterThan(0.5);
  expect(Object.keys(row.cpuPercentByHost).toSorted()).toEqual(["host1", "host2"]);
}

/** Of a stack's last benchmark, which has a report beside it. */
export async function summaryOf(clone: Clone, stack: string): Promise<Summary> {
  await access((await clone.output(stack, "report")) as string);
  return await readSummary((await clone.output(stack, "run")) as string);
}

/** The study's migration case ran to its end, and the guest is at home. */
export async function expectHops(clone: Clone, stack: string): Promise<void> {
  const { status, cases } = await summaryOf(clone, stack);
  expect(status).toBe("complete");
  const [{ hops = [] } = { hops: [] }] = cases;
  expect(hops.map(({ from, to, failure }) => [from, to, failure])).toEqual([
    ["host1", "host2", undefined],
    ["host2", "host1", undefined],
    ["host1", "host2", undefined],
    ["host2", "host1", undefined],
  ]);
  for (const hop of hops) {
    expect(hop.totalMs).toBeGreaterThan(0);
    expect(hop.networkDowntimeMs).toBeGreaterThan(0);
    expect(hop.serviceDowntimeMs).not.toBeNull();
    // libvirt counts stopped vCPUs under KVM; its Xen driver keeps no figures.
    if (stack.startsWith("kvm")) expect(hop.hypervisorDowntimeMs).toBeGreaterThan(0);
    else expect(hop.hypervisorDowntimeMs).toBeNull();
  }
  // No request is lost that the statistics do not show.
  const run = await openRun((await clone.output(stack, "run")) as string);
  for (const { totals } of run.cases.flatMap((record) => record.generators)) {
    expect(totals.succeeded + totals.failed).toBe(totals.sent);
  }
  await expectAtHome(clone, stack);
}

export async function expectAtHome(clone: Clone, stack: string): Promise<void> {
  const { guests } = JSON.parse(await clone.crossbed(["status", stack, "--json"])) as Status;
  expect(guests.map(({ home, runsOn }) => [runsOn, home])).toEqual(guests.map(({ home }) => [home, home]));
}

/** UUID of the file system on a LUN of the lab, as the first host sees it. */
export async function fileSystemUuid(clone: Clone, stack: string, role: "kvm" | "xen"): Promise<string> {
  const { luns } = (await clone.output("lab", "inventory")) as Inventory;
  const wwid = luns.find((lun) => lun.role === role)?.wwid ?? "";
  const uuid = await onHosts(clone, stack, (remote) =>
    runText(remote, "host1", 'lsblk -n -d -o UUID "/dev/disk/by-id/wwn-0x$WWID"', { WWID: wwid }),
  );
  expect(uuid.trim()).not.toBe("");
  return uuid.trim();
}

/** Titles of a report's sections, tables and figures, without what is of one case only. */
export async function headingsOf(run: string): Promise<string[]> {
  const page = await readFile(join(run, "report.html"), "utf8");
  const titles = [...page.matchAll(/<h[23]>\s*([^<]+?)\s*</gu)].map(([, title]) => title ?? "");
  return [...new Set(titles.filter((title) => !title.startsWith("Case ")))];
}

/** What a test needs to move the first guest. */
function firstGuest(remote: Remote, { migration }: BenchmarkRequest) {
  const [guest] = migration?.guests ?? [];
  const away = migration?.hosts.find(({ name }) => name !== guest?.host)?.name;
  if (migration === undefined || guest === undefined || away === undefined) throw new Error("nothing can move");
  const bootId = (): Promise<string> => remote.run(guest.name, "cat /proc/sys/kernel/random/boot_id");
  return { migration, guest, away, bootId, mover: new Mover(remote, { ...migration, limitSec: 900 }) };
}

/** Has the first guest's migration fail after it was stopped for it, and shows that it goes on at home in the same boot. */
export async function failMigration(clone: Clone, stack: string): Promise<void> {
  await onHosts(clone, stack, async (remote, request) => {
    const { guest, away, bootId, mover } = firstGuest(remote, request);
    const boot = await bootId();
    // Where it goes QEMU starts once all of its memory is there, and dies here before it is ready.
    const killQemu = runText(
      remote,
      away,
      'until pkill -KILL -f "[q]emu-system.* -name $DOMAIN .*-incoming"; do sleep 0.1; done',
      { DOMAIN: guest.domain },
    );
    const [hop] = await Promise.all([mover.move(guest, guest.host, away), killQemu]);
    expect(hop.failure).toBeDefined();
    expect(await mover.whereRuns(guest)).toEqual([guest.host]);
    expect(await bootId()).toBe(boot);
  });
}

/** The first guest's vCPUs are pinned on a host, where it runs now, as the plan says; its hypervisor tells. */
async function expectPinned(remote: Remote, request: BenchmarkRequest, host: string): Promise<void> {
  const { migration, guest } = firstGuest(remote, request);
  const printed = await runText(remote, host, 'virsh -q -c "$URI" vcpupin "$DOMAIN" --live', {
    URI: localUri(migration),
    DOMAIN: guest.domain,
  });
  const pins = [...printed.matchAll(/^\s*\d+:?\s+([\d,-]+)\s*$/gmu)].map(([, cpus]) => cpus);
  expect(pins.length).toBeGreaterThan(0);
  expect(pins).toEqual(guest.shares?.[host]?.pins.map(String));
}

/** On bare metal every process of the application runs in the slice, which has the pCPUs that the run says. */
export async function expectSlice(clone: Clone, stack: string): Promise<void> {
  await onHosts(clone, stack, async (remote, { hosts, workload }) => {
    for (const { machine, name } of workload.nodes) {
      const printed = await runText(
        remote,
        machine,
        'cat /sys/fs/cgroup/crossbed.slice/cpuset.cpus; cat "/proc/$(cat "$HOST_RUN/$NODE/pid")/cgroup"',
        { NODE: name },
      );
      const [cpus, group] = printed.trim().split("\n");
      expect(cpus).toBe(hosts.find((host) => host.name === machine)?.facts["pCPUs of the application"]);
      expect(group).toContain("/crossbed.slice/");
    }
  });
}

/** Kills the device model of the first guest, and shows that this is told, and that `up` starts the guest again. */
export async function loseDeviceModel(clone: Clone, stack: string): Promise<void> {
  const { domain, boot } = await onHosts(clone, stack, async (remote, request) => {
    const { guest, bootId } = firstGuest(remote, request);
    const boot = await bootId();
    await runText(
      remote,
      guest.host,
      `pid=$(xenstore-read "/local/domain/$(xl domid "$DOMAIN")/image/device-model-pid")
       kill -KILL "$pid"
       while [[ -d /proc/$pid ]]; do sleep 0.1; done`,
      { DOMAIN: guest.domain },
    );
    return { domain: guest.domain, boot };
  });
  const { guests } = JSON.parse(await clone.crossbed(["status", stack, "--json"])) as Status;
  expect(guests.find((guest) => guest.domain === domain)).toMatchObject({
    runsOn: null,
    stalled: "its device model, QEMU, died",
  });
  await clone.pulumi(["up", "-s", stack, "--yes", "--skip-preview"]);
  await expectAtHome(clone, stack);
  // By new connections: those of before ended with the guest.
  const bootNow = await onHosts(clone, stack, (remote, request) => firstGuest(remote, request).bootId());
  expect(bootNow).not.toBe(boot);
}

/**
 * Moves the first guest away by hand, under its own live migration, and shows that nothing starts it a second time: neither
 * libvirt on its home host, nor Pulumi, which says what to do and loses nothing in a refresh; then that this brings it home.
 */
export async function moveGuardAndHome(clone: Clone, stack: string): Promise<void> {
  await onHosts(clone, stack, async (remote, request) => {
    const { migration, guest, away, bootId, mover } = firstGuest(remote, request);
    const boot = await bootId();
    await expectPinned(remote, request, guest.host);
    const hop = await mover.move(guest, guest.host, away);
    expect([hop.failure, hop.unpinned]).toEqual([undefined, undefined]);
    expect(await mover.whereRuns(guest)).toEqual([away]);
    await expectPinned(remote, request, away);

    const values = { URI: localUri(migration), DOMAIN: guest.domain };
    await expect(runText(remote, guest.host, 'virsh -q -c "$URI" start "$DOMAIN"', values)).rejects.toThrow(
      `${guest.domain} belongs to ${away}`,
    );
    // Its definition stays at home: a refresh finds it, and the state keeps it.
    await clone.pulumi(["refresh", "-s", stack, "--yes", "--skip-preview"]);
    for (const words of [["preview"], ["up", "--yes", "--skip-preview"]]) {
      const { exitCode, all } = await clone.startPulumi([...words, "-s", stack]);
      expect(exitCode).not.toBe(0);
      expect(all).toContain(`${guest.domain} runs here, but its home is ${guest.host}`);
      expect(all).toContain(`npx crossbed home ${stack}`);
    }
    expect(await mover.whereRuns(guest)).toEqual([away]);

    await clone.crossbed(["home", stack]);
    expect(await mover.whereRuns(guest)).toEqual([guest.host]);
    await expectPinned(remote, request, guest.host);
    // The same boot: it moved and did not restart.
    expect(await bootId()).toBe(boot);
    const { created, replaced } = changes(await clone.pulumi(["up", "-s", stack, "--yes", "--skip-preview"]));
    expect([created, replaced]).toEqual([undefined, undefined]);
    expect(await bootId()).toBe(boot);
  });
}
