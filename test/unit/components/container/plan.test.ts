import { expect, it } from "vitest";
import { containerDefinition } from "../../../../components/container/plan.ts";
import { planGuests, type GuestPlan } from "../../../../components/guest/plan.ts";
import { layoutOf } from "../../../../stacks/layouts.ts";
import { inventoryDocument } from "../../../support/inventory.ts";

/** The first guest of the study's layout with two guests a host, on hosts of four pCPUs. */
function firstGuest(): GuestPlan {
  const { name: rack, hosts, networks, simulators } = inventoryDocument();
  const [guest] = planGuests({
    rack,
    layout: layoutOf("6core"),
    hostReserveMiB: 512,
    pinning: "one-to-one",
    hosts: hosts.map((host) => ({ ...host, pcpus: 4 })),
    networks: networks.slice(0, 2),
    machines: [...hosts, ...simulators],
    scale: { cores: 1 / 3, memory: 0.02 },
  });
  if (guest === undefined) throw new Error("no guest");
  return guest;
}

it("containerDefinition · gives a container a guest's vCPUs, pins, memory and cards, and its root from the host's disk", () => {
  const definition = containerDefinition(firstGuest(), { pins: [3, 2], emulator: [] });
  expect(definition.replaceAll(/(?:[0-9a-f]{2}:){5}[0-9a-f]{2}/g, "MAC")).toMatchInlineSnapshot(`
    "<domain type="lxc">
      <name>cb-a1</name>
      <memory unit="MiB">256</memory>
      <vcpu cpuset="2-3">2</vcpu>
      <os><type arch="x86_64">exe</type><init>/sbin/crossbed-container</init></os>
      <devices>
        <filesystem type="mount"><source dir="/var/lib/crossbed/containers/cb-a1/root"/><target dir="/"/></filesystem>
        <interface type="bridge"><mac address="MAC"/><source bridge="br-mgmt"/></interface>
        <interface type="bridge"><mac address="MAC"/><source bridge="br-traffic1"/></interface>
        <console type="pty"/>
      </devices>
    </domain>
    "
  `);
});

it("containerDefinition · bounds a container that is not pinned by the time of its vCPUs", () => {
  const definition = containerDefinition(firstGuest(), { pins: [], emulator: [] });
  expect(definition).toContain("<vcpu>2</vcpu>");
  expect(definition).toContain("<cputune><period>100000</period><quota>200000</quota></cputune>");
});
