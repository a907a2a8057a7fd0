import { describe, expect, it } from "vitest";
import { planBridges } from "../../../../components/host-bridges/plan.ts";
import { inventoryDocument } from "../../../support/inventory.ts";

const { hosts, networks } = inventoryDocument();

describe("planBridges", () => {
  it("makes none for migration, and the management bridge last: it carries the connection", () => {
    const [host] = hosts;
    if (host === undefined) throw new Error("no host");
    expect(planBridges({ host, networks }).map(({ bridge }) => bridge)).toEqual([
      "br-traffic1",
      "br-traffic2",
      "br-inter1",
      "br-inter2",
      "br-mgmt",
    ]);
    expect(planBridges({ host, networks })[0]).toEqual({
      network: "traffic1",
      role: "traffic",
      bridge: "br-traffic1",
      mac: "52:54:00:77:01:11",
      address: "10.77.1.11",
      prefixLength: 24,
    });
  });

  it("leaves out a network that the host is not on", () => {
    expect(planBridges({ host: { interfaces: [] }, networks })).toEqual([]);
  });
});
