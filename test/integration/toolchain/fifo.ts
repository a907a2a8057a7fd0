/** A named pipe: how a script tells a test that it has come to some point, without either of them polling. */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { constants, openSync } from "node:fs";
import { Socket } from "node:net";

export class Fifo {
  readonly path: string;
  readonly #socket: Socket;

  constructor(path: string) {
    execFileSync("mkfifo", [path]);
    this.path = path;
    // Open for both, it has no end when a writer goes.
    this.#socket = new Socket({ fd: openSync(path, constants.O_RDWR | constants.O_NONBLOCK), writable: false });
  }

  /** The next words that somebody writes. */
  async read(): Promise<string> {
    const [chunk] = (await once(this.#socket, "data")) as [Buffer];
    return chunk.toString();
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }
}
