import { expect, it } from "vitest";
import { cutRules, placeOf } from "../../faults/lab-links.ts";

const card = (network: string, mac: string) => ({ network, mac, address: "10.0.0.1" });
const inventory = {
  networks: [
    { name: "mgmt", role: "management" },
    { name: "inter1", role: "interconnect" },
    { name: "traffic1", role: "traffic" },
  ],
  hosts: [
    { name: "host1", interfaces: [card("mgmt", "m1"), card("inter1", "i1"), card("traffic1", "t1")] },
    { name: "host2", interfaces: [card("mgmt", "m2"), card("inter1", "i2"), card("traffic1", "t2")] },
  ],
} as unknown as Parameters<typeof cutRules>[0];

it("hosts lose each other on the networks that are cut, and nothing else", () => {
  expect(cutRules(inventory, { roles: ["interconnect", "management"], who: "between" })).toEqual([
    ["FORWARD", "-s", "m1", "-d", "m2"],
    ["FORWARD", "-s", "m2", "-d", "m1"],
    ["FORWARD", "-s", "i1", "-d", "i2"],
    ["FORWARD", "-s", "i2", "-d", "i1"],
  ]);
});

it("a host that is cut off reaches neither others nor what the bridge itself has", () => {
  expect(cutRules(inventory, { roles: ["management"], who: "last host" })).toEqual([
    ["FORWARD", "-s", "m2"],
    ["FORWARD", "-d", "m2"],
    ["INPUT", "-s", "m2"],
    ["OUTPUT", "-d", "m2"],
  ]);
});

it("a lab's place follows from its ssh configuration", () => {
  expect(placeOf("/var/lib/crossbed/x-1/ssh/config")).toEqual({
    directory: "/var/lib/crossbed/x-1",
    namespace: "crossbed-x-1",
  });
});
