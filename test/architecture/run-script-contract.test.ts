import { expect, it } from "vitest";
import { cpuTools } from "../../benchmarks/collect/index.ts";
import { HostCollector } from "../../benchmarks/run/collectors.ts";
import { HomeKeeper } from "../../benchmarks/run/migration/keeper.ts";
import { Mover } from "../../benchmarks/run/migration/move.ts";
import { NetworkProbe } from "../../benchmarks/run/migration/network-probe.ts";
import { demandLeases, releaseLeases } from "../../rack/lease.ts";
import { stateOfProcess } from "../../rack/supervised-process.ts";
import { readRemoteFile } from "../../rack/remote-file.ts";
import { acknowledgeFencing, clearReturnedHost, freeOnLuns } from "../../stacks/lost-host-steps.ts";
import { runtime as commandRuntime } from "../../workloads/command/run/runtime.ts";
import { recordingRemote } from "../support/recording-remote.ts";
import { brokenContracts } from "../support/script-contract.ts";

const hosts = ["host1", "host2"].map((name) => ({ name, managementAddress: "10.0.0.1", migrationAddress: "10.0.1.1" }));
const guest = { name: "a1", domain: "cb-a1", host: "host1", trafficAddress: "10.0.2.1" };
const migration = { scheme: "qemu", hosts, guests: [guest] };

it("scripts of a run require what they are sent and read, and no other value", async () => {
  const { remote, scripts } = recordingRemote();
  const mover = new Mover(remote, { ...migration, limitSec: 60 });
  await mover.move(guest, "host1", "host2");
  await mover.completedJob(guest, "host2");
  await mover.running();
  await (await HomeKeeper.start(remote, migration, guest, "host2")).finish();
  const ping = { address: "10.0.2.1", intervalMs: 100, file: "/dev/null", offsetMs: 0 };
  // What the stand-in says is no report.
  await new NetworkProbe(remote, { machine: "sim", ...ping }).finish([]).catch(() => undefined);
  const node = { name: "a1", machine: "a1", cluster: "a", preferred: "active", files: {} } as const;
  await commandRuntime.awaitNodes(remote, [node], new AbortController().signal);
  await stateOfProcess(remote, node);
  await readRemoteFile(remote, "a1", "/var/log/messages");
  const lease = { version: 1, stack: "kvm", holder: "root@there", since: "now", boot: "b" } as const;
  await releaseLeases(remote, ["host1"], lease);
  await demandLeases(remote, ["host1"], { stack: "kvm", clone: "a".repeat(32) });
  await acknowledgeFencing(remote, "host1", 2);
  const self = { stack: "kvm", clone: "a".repeat(32), holder: "root@there" };
  const lostGuest = { domain: "cb-a2", uri: "qemu:///system", disks: "/crossbed/kvm/guests/host2/cb-a2.qcow2" };
  const left = { guests: [lostGuest], leases: ["/crossbed/kvm/lease.json"] };
  await freeOnLuns(remote, { self, left, living: ["host1"], hostsWith: () => ["host1"] }, () => undefined);
  await clearReturnedHost(remote, "host2", self);
  for (const tool of cpuTools) {
    const host = { name: "host1", role: "active", pcpus: 1, memoryMiB: 1024, facts: {}, cards: {} } as const;
    const collector = new HostCollector(remote, tool, host, 10, "/dev/null");
    // What the stand-in says is no report.
    await collector.finish({ offsetMs: 0, uncertaintyMs: 0 }).catch(() => undefined);
  }
  expect(scripts().length).toBe(18);
  expect(brokenContracts(scripts())).toEqual([]);
});
