import { describe, expect, it } from "vitest";
import { planCommand } from "../../../../workloads/command/plan.ts";
import { commandSettings } from "../../../../workloads/command/spec.ts";
import type { WorkloadPlan } from "../../../../workloads/workload.ts";

const machines = ["a1", "a2"].map((name, index) => ({
  name,
  cluster: "a",
  trafficAddresses: [`10.0.1.${String(index + 1)}`, `10.0.2.${String(index + 1)}`],
  interconnectAddress: `10.0.3.${String(index + 1)}`,
  cpus: 2,
  memoryMiB: 512,
}));
const node = { port: 5060, start: "exec service", probe: "true", programs: { service: "service-package" } };
const generator = {
  run: "load",
  output: { format: "table", counts: { sent: "a", succeeded: "b", failed: "c" } },
};

function plan(more: { node?: object; generator?: object } = {}): WorkloadPlan {
  return planCommand({
    settings: commandSettings.parse({
      kind: "command",
      node: { ...node, ...more.node },
      generator: { ...generator, ...more.generator },
    }),
    machines,
    simulators: ["sim1", "sim2"].map((name) => ({ name, trafficAddresses: [`10.0.1.9${name.slice(-1)}`] })),
    greatestClusterReqPerSec: 4000,
    isEmulated: false,
    intervalSec: 10,
  });
}

/** A node's values, as its machine reads them. */
function valuesOf(text: string | undefined): Record<string, string> {
  const lines = (text ?? "").trimEnd().split("\n");
  return Object.fromEntries(
    lines.map((line) => {
      const [name = "", value = ""] = line.split(" ");
      return [name, Buffer.from(value, "base64").toString()];
    }),
  );
}

describe("planCommand", () => {
  it("tells each node of itself and of its peer, and puts no text of the user's into a command line", () => {
    const { nodes } = plan();
    expect(nodes.map(({ name, machine, preferred }) => [name, machine, preferred])).toEqual([
      ["a1", "a1", "active"],
      ["a2", "a2", "standby"],
    ]);
    expect(nodes[0]).toMatchObject({
      command: 'exec bash "$FILES/node.sh" start "$CONFIG"',
      programs: [{ program: "service", package: "service-package" }],
      ready: "bash /opt/crossbed/workload/node.sh probe /run/crossbed/a1/config",
      files: { log: "/var/log/crossbed/a1.log" },
    });
    expect(valuesOf(nodes[1]?.config)).toMatchObject({
      NAME: "a2",
      ROLE: "standby",
      ADDRESSES: "10.0.1.2 10.0.2.2",
      PEER_NAME: "a1",
      PEER_ADDRESS: "10.0.1.1",
      PEER_INTERCONNECT_ADDRESS: "10.0.3.1",
      PORT: "5060",
      start: "exec service",
    });
  });

  it("runs no second node and names no peer without a standby", () => {
    const { nodes } = plan({ node: { standby: false } });
    expect(nodes.map(({ name }) => name)).toEqual(["a1"]);
    expect(valuesOf(nodes[0]?.config)).toMatchObject({ PEER_NAME: "", PEER_ADDRESS: "" });
  });

  it("deals as many generators as the load needs to the simulator machines", () => {
    const { generators } = plan({ generator: { reqPerSec: 1500 } });
    expect(generators.map(({ name, machine }) => [name, machine])).toEqual([
      ["sim-a-1", "sim1"],
      ["sim-a-2", "sim2"],
      ["sim-a-3", "sim1"],
    ]);
    expect(generators[2]?.config).toMatchObject({
      values: { INDEX: "2", ADDRESS: "10.0.1.91", TARGET_ADDRESS: "10.0.1.1", STANDBY_ADDRESS: "10.0.1.2" },
    });
    expect(plan().generators).toHaveLength(1);
  });
});
