/**
 * A signalling gateway over TCP, as small as generator and service need it: it registers application servers, lets the last
 * that became active carry the traffic of its point code (RFC 4666, override mode), and passes data on by point code.
 */
import { createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { decodeM3ua, encodeM3ua, isTraffic, type M3uaMessage } from "../../workloads/ss7/codec/m3ua.ts";
import { M3uaFramer } from "../../workloads/ss7/m3ua/framer.ts";

/** Status type and information (clause 3.8.2). */
const alternateActive = 0x00020002;
const asPending = 0x00010004;

interface Peer {
  readonly socket: Socket;
  pointCode: number;
}

export class Gateway {
  readonly #server: Server;
  readonly #peers = new Set<Peer>();
  /** By point code. */
  readonly #active = new Map<number, Peer>();
  #onActive: (pointCode: number) => void = () => undefined;

  private constructor(server: Server) {
    this.#server = server;
    server.on("connection", (socket) => {
      this.#welcome(socket);
    });
  }

  /** Listens on a free port of the loopback interface. */
  static async open(): Promise<Gateway> {
    const server = createServer({ noDelay: true });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new Gateway(server);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Resolves when the next process becomes active for this point code. */
  async nextActive(pointCode: number): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#onActive = (which) => {
        if (which === pointCode) resolve();
      };
    });
  }

  /** Sends a message of the gateway's own to the process that carries a point code's traffic. */
  tell(pointCode: number, bytes: Buffer): void {
    this.#active.get(pointCode)?.socket.write(bytes);
  }

  close(): void {
    for (const { socket } of this.#peers) socket.destroy();
    this.#server.close();
  }

  #welcome(socket: Socket): void {
    const peer: Peer = { socket, pointCode: 0 };
    const framer = new M3uaFramer();
    this.#peers.add(peer);
    socket.on("data", (chunk) => {
      for (const bytes of framer.push(chunk)) this.#receive(peer, bytes);
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      this.#peers.delete(peer);
      this.#release(peer);
    });
  }

  #receive(peer: Peer, bytes: Buffer): void {
    const message = decodeM3ua(bytes);
    if (isTraffic(bytes)) {
      this.#active.get(message.protocolData?.destinationPointCode ?? 0)?.socket.write(bytes);
      return;
    }
    for (const answer of this.#answers(peer, message)) peer.socket.write(encodeM3ua(answer));
  }

  #answers(peer: Peer, { type, routingContext, routingKey }: M3uaMessage): readonly M3uaMessage[] {
    const context = routingContext === undefined ? {} : { routingContext };
    switch (type) {
      case "aspUp":
        return [{ type: "aspUpAck" }];
      case "aspDown":
        this.#release(peer);
        return [{ type: "aspDownAck" }];
      case "registrationRequest":
        peer.pointCode = routingKey?.destinationPointCode ?? 0;
        return [{ type: "registrationResponse", registrationResult: { localRoutingKeyId: 1, registrationStatus: 0 } }];
      case "aspActive": {
        const before = this.#active.get(peer.pointCode);
        this.#active.set(peer.pointCode, peer);
        this.#onActive(peer.pointCode);
        if (before !== peer) before?.socket.write(encodeM3ua({ type: "notify", status: alternateActive, ...context }));
        return [{ type: "aspActiveAck", ...context }];
      }
      case "aspInactive":
        this.#release(peer);
        return [{ type: "aspInactiveAck", ...context }];
      default:
        return [];
    }
  }

  /** Nobody carries its traffic now; the gateway tells every process that could. */
  #release(peer: Peer): void {
    if (this.#active.get(peer.pointCode) !== peer) return;
    this.#active.delete(peer.pointCode);
    for (const other of this.#peers) {
      if (other !== peer && other.pointCode === peer.pointCode) {
        other.socket.write(encodeM3ua({ type: "notify", status: asPending }));
      }
    }
  }
}
