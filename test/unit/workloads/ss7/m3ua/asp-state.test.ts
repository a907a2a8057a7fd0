import { describe, expect, test } from "vitest";
import { AspMachine } from "../../../../../workloads/ss7/m3ua/asp-state.ts";
import type { M3uaMessage } from "../../../../../workloads/ss7/codec/m3ua.ts";

const registered: M3uaMessage = {
  type: "registrationResponse",
  registrationResult: { localRoutingKeyId: 1, registrationStatus: 0, routingContext: 101 },
};
const alternateActive: M3uaMessage = { type: "notify", status: 0x00020002, routingContext: 101 };

const newMachine = (): AspMachine => new AspMachine({ pointCode: 101, routingContext: 101 });

/** Brought up to where it could become active. */
function readyMachine(): AspMachine {
  const machine = newMachine();
  machine.start();
  const conversation: M3uaMessage[] = [
    { type: "aspUpAck" },
    registered,
    { type: "aspDownAck" },
    { type: "aspUpAck" },
    registered,
  ];
  for (const message of conversation) machine.receive(message);
  return machine;
}

describe("AspMachine", () => {
  test("comes up, registers, and does so again before it is ready", () => {
    const machine = newMachine();
    const registration = {
      type: "registrationRequest",
      routingKey: { localRoutingKeyId: 1, routingContext: 101, trafficMode: 1, destinationPointCode: 101 },
    };
    expect(machine.start()).toEqual({ send: [{ type: "aspUp" }], news: [] });
    expect(machine.receive({ type: "aspUpAck" })).toEqual({ send: [registration], news: [] });
    expect(machine.receive(registered)).toEqual({ send: [{ type: "aspDown" }], news: [] });
    expect(machine.receive({ type: "aspDownAck" })).toEqual({ send: [{ type: "aspUp" }], news: [] });
    expect(machine.receive({ type: "aspUpAck" })).toEqual({ send: [registration], news: [] });
    expect(machine.receive(registered)).toEqual({ send: [], news: [{ event: "ready" }] });
    expect(machine.state).toBe("inactive");
  });

  test("becomes active in override mode and hears of it", () => {
    const machine = readyMachine();
    expect(machine.activate()).toEqual({
      send: [{ type: "aspActive", trafficMode: 1, routingContext: 101 }],
      news: [],
    });
    expect(machine.receive({ type: "aspActiveAck" }).news).toEqual([{ event: "active" }]);
    expect(machine.state).toBe("active");
  });

  test("asks for nothing before it is registered", () => {
    const machine = newMachine();
    expect(machine.activate()).toEqual({ send: [], news: [] });
    machine.start();
    expect(machine.activate()).toEqual({ send: [], news: [] });
  });

  test("is inactive once another process took over", () => {
    const machine = readyMachine();
    machine.activate();
    machine.receive({ type: "aspActiveAck" });
    expect(machine.receive(alternateActive).news).toEqual([{ event: "overridden" }]);
    expect(machine.state).toBe("inactive");
  });

  test("takes a notice that crosses its own request for one about the past", () => {
    const machine = readyMachine();
    machine.activate();
    expect(machine.receive(alternateActive).news).toEqual([]);
    expect(machine.receive({ type: "aspActiveAck" }).news).toEqual([{ event: "active" }]);
  });

  test("stays active while it asks again", () => {
    const machine = readyMachine();
    machine.activate();
    machine.receive({ type: "aspActiveAck" });
    expect(machine.activate().send).toHaveLength(1);
    expect(machine.state).toBe("active");
  });

  test("passes on that no process is active", () => {
    expect(readyMachine().receive({ type: "notify", status: 0x00010004 }).news).toEqual([{ event: "pending" }]);
  });

  test("gives the traffic back when told to", () => {
    const machine = readyMachine();
    machine.activate();
    machine.receive({ type: "aspActiveAck" });
    expect(machine.deactivate().send).toEqual([{ type: "aspInactive", routingContext: 101 }]);
    expect(machine.receive({ type: "aspInactiveAck" }).news).toEqual([{ event: "inactive" }]);
    expect(machine.deactivate().send).toEqual([]);
  });

  test("answers a heartbeat with its data", () => {
    const heartbeatData = Buffer.from("0102", "hex");
    expect(newMachine().receive({ type: "heartbeat", heartbeatData }).send).toEqual([
      { type: "heartbeatAck", heartbeatData },
    ]);
  });

  test("makes nothing of what the gateway says of its network: it is neither traffic nor a failure", () => {
    const affected = { routingContext: 101, affectedPointCodes: [101] };
    const said: M3uaMessage[] = [
      { type: "userPartUnavailable", ...affected, userCause: 0x00010003 },
      { type: "congestion", ...affected, congestionLevel: 2 },
      { type: "destinationUnavailable", ...affected },
    ];
    const machine = readyMachine();
    expect(said.map((message) => machine.receive(message))).toEqual(said.map(() => ({ send: [], news: [] })));
  });

  test("tells a refused registration with what was asked for", () => {
    const machine = newMachine();
    machine.start();
    machine.receive({ type: "aspUpAck" });
    const refusal: M3uaMessage = { type: "registrationResponse", registrationResult: { registrationStatus: 6 } };
    expect(machine.receive(refusal).news).toEqual([
      { event: "refused", reason: "routing context 101 for point code 101 was not registered (status 6)" },
    ]);
  });
});
