/** Heartbeats to the peer over the interconnect: one UDP datagram an interval and at each change, JSON. */
import { createSocket, type Socket } from "node:dgram";
import { jsonOrNothing } from "../../../base/json.ts";
import type { HeartbeatConfig } from "./config.ts";
import type { PeerState, Role } from "./pair.ts";

interface Datagram extends PeerState {
  readonly cluster: string;
  readonly node: string;
}

const roles: readonly Role[] = ["starting", "standby", "active", "leaving"];

export interface HeartbeatHandlers {
  /** One interval has passed. */
  readonly onTick: () => void;
  readonly onHeard: (peer: PeerState) => void;
}

export class Heartbeat {
  readonly #config: HeartbeatConfig;
  readonly #identity: { readonly cluster: string; readonly node: string };
  readonly #state: () => PeerState;
  readonly #handlers: HeartbeatHandlers;
  #socket: Socket | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    config: HeartbeatConfig,
    identity: { readonly cluster: string; readonly node: string },
    state: () => PeerState,
    handlers: HeartbeatHandlers,
  ) {
    this.#config = config;
    this.#identity = identity;
    this.#state = state;
    this.#handlers = handlers;
  }

  /** Rejects when the local address cannot be taken. */
  async open(): Promise<void> {
    const socket = createSocket({ type: "udp4" });
    const { local, intervalMs } = this.#config;
    await new Promise<void>((resolve, reject) => {
      socket.once("error", reject);
      socket.bind(local.port, local.address, () => {
        socket.off("error", reject);
        resolve();
      });
    });
    // A peer that is down shows as errors of later sends; its silence says the same.
    socket.on("error", () => undefined);
    socket.on("message", (bytes) => {
      const peer = this.#read(bytes);
      if (peer !== undefined) this.#handlers.onHeard(peer);
    });
    this.#socket = socket;
    this.#timer = setInterval(() => {
      this.send();
      this.#handlers.onTick();
    }, intervalMs);
    this.send();
  }

  /** Sends one now. */
  send(): void {
    const { peer } = this.#config;
    const datagram: Datagram = { ...this.#identity, ...this.#state() };
    this.#socket?.send(JSON.stringify(datagram), peer.port, peer.address, () => undefined);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#socket?.close();
    this.#socket = undefined;
  }

  /** The peer's state; undefined for anything else that arrives here, own datagrams included. */
  #read(bytes: Buffer): PeerState | undefined {
    const value = jsonOrNothing(bytes.toString()) as Partial<Record<keyof Datagram, unknown>> | undefined;
    if (value === undefined) return undefined;
    const role = roles.find((known) => known === value.role);
    if (value.cluster !== this.#identity.cluster || value.node === this.#identity.node) return undefined;
    if (role === undefined || typeof value.term !== "number" || typeof value.isReady !== "boolean") return undefined;
    return { role, isReady: value.isReady, term: value.term };
  }
}
