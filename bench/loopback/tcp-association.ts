/**
 * Stands in for `workloads/ss7/sctp/association.ts` where the kernel has no SCTP: the same messages over TCP, one path, no streams.
 * Only benches and tests bundle it; no testbed runs it.
 */
import { connect, type Socket } from "node:net";
import type {
  AssociationHandlers,
  AssociationOptions,
  Association as SctpAssociation,
} from "../../workloads/ss7/sctp/association.ts";

export class Association implements Pick<SctpAssociation, "send" | "setReading" | "close"> {
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  static async connect(options: AssociationOptions, handlers: AssociationHandlers): Promise<Association> {
    const { localAddresses, remoteAddresses, remotePort } = options;
    const [localAddress] = localAddresses;
    const socket = connect({
      host: remoteAddresses[0] ?? "",
      port: remotePort,
      noDelay: true,
      ...(localAddress === undefined ? {} : { localAddress }),
    });
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("error", reject);
    });
    socket.on("data", handlers.onData);
    socket.on("error", () => undefined);
    socket.on("close", () => {
      handlers.onLost("the peer closed the connection");
    });
    return new Association(socket);
  }

  send(message: Buffer): void {
    this.#socket.write(message);
  }

  setReading(isReading: boolean): void {
    if (isReading) this.#socket.resume();
    else this.#socket.pause();
  }

  close(): void {
    this.#socket.removeAllListeners("close");
    this.#socket.end(() => this.#socket.destroy());
  }
}
