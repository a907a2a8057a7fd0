/** Heartbeats over real UDP sockets on the loopback interface. */
import { createSocket } from "node:dgram";
import { afterEach, expect, test } from "vitest";
import { Heartbeat } from "../../../../workloads/ss7/application/heartbeat.ts";
import type { PeerState } from "../../../../workloads/ss7/application/pair.ts";

const open: { close: () => unknown }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

/** Two free ports, taken from the system. */
async function freePorts(): Promise<[number, number]> {
  const sockets = [createSocket("udp4"), createSocket("udp4")];
  const ports = await Promise.all(
    sockets.map(
      (socket) =>
        new Promise<number>((resolve) => {
          socket.bind(0, "127.0.0.1", () => {
            resolve(socket.address().port);
          });
        }),
    ),
  );
  for (const socket of sockets) socket.close();
  return [ports[0] ?? 0, ports[1] ?? 0];
}

const endpoint = (port: number) => ({ address: "127.0.0.1", port });

test("Heartbeat · brings each node the other's state, and ticks", async () => {
  const [one, two] = await freePorts();
  const states: Record<string, PeerState> = {
    a1: { role: "active", isReady: true, term: 3 },
    a2: { role: "standby", isReady: false, term: 0 },
  };
  const heard = await Promise.all(
    [
      { node: "a1", local: one, peer: two },
      { node: "a2", local: two, peer: one },
    ].map(
      ({ node, local, peer }) =>
        new Promise<[string, PeerState]>((resolve, reject) => {
          let hasTicked = false;
          const heartbeat = new Heartbeat(
            { local: endpoint(local), peer: endpoint(peer), intervalMs: 10, missed: 3 },
            { cluster: "a", node },
            () => states[node] ?? { role: "starting", isReady: false, term: 0 },
            {
              onTick: () => (hasTicked = true),
              onHeard: (state) => {
                if (hasTicked) resolve([node, state]);
              },
            },
          );
          open.push(heartbeat);
          heartbeat.open().catch(reject);
        }),
    ),
  );
  expect(Object.fromEntries(heard)).toEqual({ a1: states["a2"], a2: states["a1"] });
});

test("Heartbeat · hears nothing from another cluster, from itself and from noise", async () => {
  const [local, peer] = await freePorts();
  const heard: PeerState[] = [];
  const state: PeerState = { role: "active", isReady: true, term: 1 };
  const last = await new Promise<PeerState>((resolve, reject) => {
    const heartbeat = new Heartbeat(
      { local: endpoint(local), peer: endpoint(peer), intervalMs: 1000, missed: 3 },
      { cluster: "a", node: "a1" },
      () => state,
      {
        onTick: () => undefined,
        onHeard: (seen) => {
          heard.push(seen);
          if (seen.term === 9) resolve(seen);
        },
      },
    );
    open.push(heartbeat);
    heartbeat.open().then(() => {
      const sender = createSocket("udp4");
      open.push(sender);
      const datagrams = [
        "noise",
        JSON.stringify({ ...state, cluster: "b", node: "b1" }),
        JSON.stringify({ ...state, cluster: "a", node: "a1" }),
        JSON.stringify({ cluster: "a", node: "a2", role: "king", isReady: true, term: 1 }),
        JSON.stringify({ ...state, cluster: "a", node: "a2", term: 9 }),
      ];
      for (const datagram of datagrams) sender.send(datagram, local, "127.0.0.1");
    }, reject);
  });
  expect(heard).toEqual([last]);
});
