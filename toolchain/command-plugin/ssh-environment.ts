/** Learns which variables an ssh server refuses: the library sends them without asking for an answer. */
import type { Client } from "ssh2";

type Answer = (failed: boolean | Error) => void;

/** The parts of ssh2 1.17.0 that are needed for it and not public. */
interface Internals {
  readonly _protocol: { env: (channel: number, name: string, value: string, wantReply: boolean) => void };
  readonly _chanMgr: {
    readonly _channels: Record<number, { outgoing: { id: number }; _callbacks: Answer[] } | -1 | undefined>;
  };
}

/** From now on the server answers for every variable of this client's channels; `onRefused` gets the name of each that it refuses. */
export function setEnvironment(client: Client, onRefused: (name: string) => void): void {
  const { _protocol: protocol, _chanMgr: channels } = client as unknown as Internals;
  const send = protocol.env.bind(protocol);
  protocol.env = (id, name, value) => {
    const channel = Object.values(channels._channels).find((one) => typeof one === "object" && one.outgoing.id === id);
    if (typeof channel !== "object") return;
    // Answers come in the order of the questions; the command's own comes after these.
    channel._callbacks.push((failed) => {
      if (failed !== false) onRefused(name);
    });
    send(id, name, value, true);
  };
}
