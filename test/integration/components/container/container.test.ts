import * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { ContainerImage } from "../../../../components/container/image.ts";
import { Container } from "../../../../components/container/index.ts";
import { planGuests } from "../../../../components/guest/plan.ts";
import { layoutOf } from "../../../../stacks/layouts.ts";
import { inventoryDocument } from "../../../support/inventory.ts";
import { registrationsOf } from "../../../support/mocks.ts";
import { sshTarget, stdinOf } from "../../../support/remote.ts";

const { name: rack, hosts, networks, simulators, guestImage } = inventoryDocument();

it("Container · runs on the image that its host has mounted, and is known by the start that it is in", async () => {
  const [plan] = planGuests({
    rack,
    layout: layoutOf("6core"),
    hostReserveMiB: 512,
    pinning: "one-to-one",
    hosts,
    networks,
    machines: [...hosts, ...simulators],
    scale: { cores: 0.1, memory: 0.02 },
  });
  if (plan === undefined) throw new Error("no guest");
  let told: Promise<string[]> = Promise.resolve([]);
  const registrations = await registrationsOf(
    (options) => {
      const host = { name: "host1", target: sshTarget, bootId: "boot" };
      const image = new ContainerImage("image", {
        plan: { backupMount: "/crossbed/backup", image: { ...guestImage, commandLine: "ro" } },
        hosts: [host],
      });
      const container = new Container(
        "a1",
        {
          plan,
          share: { pins: [0], emulator: [] },
          host,
          uri: "lxc:///system",
          image: image.places.get("host1") ?? "",
          seed: "hostname a1\n",
          authorizedKey: "ssh-ed25519 AAAAuser",
          incarnation: 2,
        },
        options,
      );
      told = new Promise((resolve) => {
        pulumi.all([container.hostKey, container.bootId]).apply(resolve);
      });
    },
    ({ name }) =>
      ({ "a1-container": { stdout: "ssh-ed25519 AAAAguest\nstart-1\n" }, "image-host1": { stdout: "/image\n" } })[
        name
      ] ?? {},
  );
  expect(stdinOf(registrations, "image-host1")).toEqual({
    BOOT_ID: "boot",
    IMAGE: "/crossbed/backup/guest.raw",
    SHA256: "a".repeat(64),
  });
  expect(stdinOf(registrations, "a1-container")).toMatchObject({
    DOMAIN: "cb-a1",
    URI: "lxc:///system",
    IMAGE: "/image",
    ADDRESS: "10.77.0.21",
    INCARNATION: "2",
    AUTHORIZED_KEY: "ssh-ed25519 AAAAuser",
  });
  expect(await told).toEqual(["ssh-ed25519 AAAAguest", "start-1"]);
});
