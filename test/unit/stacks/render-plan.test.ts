import { expect, it } from "vitest";
import { parseInventory } from "../../../rack/inventory.ts";
import { planTestbed } from "../../../stacks/plan.ts";
import { renderPlan } from "../../../stacks/render-plan.ts";
import { parseSpec } from "../../../stacks/spec.ts";
import { inventoryDocument } from "../../support/inventory.ts";

function rendered(data: Record<string, unknown>): string {
  const plan = planTestbed(
    "test",
    parseSpec("test", data),
    parseInventory("rack.yaml", inventoryDocument()),
    "sources",
  );
  return renderPlan(plan).replace(/^digest: [0-9a-f]{64}$/m, "digest: …");
}
const benchmarks = { loads: [750], repetitions: 1, seed: 7 };

it("renderPlan · shows hosts, storage, guests, processes and cases of a testbed of guests", () => {
  expect(rendered({ platform: "kvm", layout: "16core", benchmarks })).toMatchInlineSnapshot(`
    "stack test: kvm, 16core, on rack (emulated)
    scale: cores 0.0625, memory 0.04167, load 0.01, time 0.03333
      host   role     boots  pCPUs  memory    bridges
      host1  active   kvm    1      4096 MiB  br-traffic1=10.77.1.11 br-traffic2=10.77.2.11 br-inter1=10.77.3.11 br-inter2=10.77.4.11 br-mgmt=10.77.0.11
      host2  passive  kvm    1      4096 MiB  br-traffic1=10.77.1.12 br-traffic2=10.77.2.12 br-inter1=10.77.3.12 br-inter2=10.77.4.12 br-mgmt=10.77.0.12
    hosts need the programs ip sar node virsh qemu-img blkid corosync dlm_controld mkfs.gfs2 and the modules bridge tun vhost_net kvm dlm gfs2
    image: guest.raw (SHA-256 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) from LUN backup (6001405a11ce0003), read-only at /crossbed/backup
    file system: gfs2 on LUN kvm (6001405a11ce0001, 4 GiB) at /crossbed/kvm, journals of 32 MiB for host1 host2, nothing fences a lost member
      guest  host   role     vCPUs  memory    pinned to    addresses
      a1     host1  active   1      1024 MiB  by topology  10.77.0.21 10.77.1.21 10.77.2.21 10.77.3.21
      a2     host2  standby  1      1024 MiB  by topology  10.77.0.22 10.77.1.22 10.77.2.22 10.77.3.22
    live migration: a1 a2 through 10.77.5.11 10.77.5.12
    workload: ss7
      process  machine  what it is         needs
      stp      sim      service            osmo-stp sctp
      a1       a1       active node of a   node sctp
      a2       a2       standby node of a  node sctp
      sim-a-1  sim      generator for a    -
    benchmark: 1.2 minutes, seed 7
      case   repetition  req/s  study's req/s  warm-up  measured
      2.1.1  1           7.5    750            20 s     40 s
    digest: …"
  `);
});

it("renderPlan · shows no guests and no file system where the hosts carry the nodes", () => {
  expect(rendered({ platform: "bare", layout: "16core", benchmarks })).toMatchInlineSnapshot(`
    "stack test: bare, 16core, on rack (emulated)
    scale: cores 0.0625, memory 0.04167, load 0.01, time 0.03333
      host   role     boots  pCPUs  memory    bridges
      host1  active   kvm    1      4096 MiB  -
      host2  passive  kvm    1      4096 MiB  -
    hosts need the programs ip sar node and the modules sctp
    storage: the hosts' own disks
    workload: ss7
      process  machine  what it is         needs
      stp      sim      service            osmo-stp sctp
      a1       host1    active node of a   node sctp
      a2       host2    standby node of a  node sctp
      sim-a-1  sim      generator for a    -
    benchmark: 1.2 minutes, seed 7
      case  repetition  req/s  study's req/s  warm-up  measured
      1.1   1           7.5    750            20 s     40 s
    digest: …"
  `);
});
