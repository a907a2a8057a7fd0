import { describe, expect, it } from "vitest";
import { HostBridges } from "../../../../components/host-bridges/index.ts";
import { planBridges } from "../../../../components/host-bridges/plan.ts";
import { inventoryDocument } from "../../../support/inventory.ts";
import { registrationsOf } from "../../../support/mocks.ts";
import { sshTarget, stdinOf } from "../../../support/remote.ts";

const { hosts, networks } = inventoryDocument();

describe("HostBridges", () => {
  it("gives one step all bridges, the management bridge last, and an undo", async () => {
    const [host] = hosts;
    if (host === undefined) throw new Error("no host");
    const bridges = planBridges({ host, networks: networks.slice(0, 2) });
    const registrations = await registrationsOf(
      (options) => new HostBridges("host1-bridges", { bridges, target: sshTarget, bootId: "boot" }, options),
    );
    expect(registrations.map(({ type, name }) => `${type} ${name}`)).toEqual([
      "crossbed:index:HostBridges host1-bridges",
      "command:remote:Command host1-bridges-up",
    ]);
    const { WORKER, ...values } = stdinOf(registrations, "host1-bridges-up");
    expect(Buffer.from(WORKER ?? "", "base64").toString()).toContain("ip -batch move");
    expect(values).toEqual({
      BOOT_ID: "boot",
      BRIDGES: "br-traffic1 52:54:00:77:01:11 10.77.1.11/24,br-mgmt 52:54:00:77:00:11 10.77.0.11/24",
      WAIT_SEC: "60",
    });
    expect(registrations[1]?.inputs.delete).toMatch(/ip -force -batch/);
  });
});
