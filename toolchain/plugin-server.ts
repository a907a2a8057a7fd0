/** What every Pulumi plugin process does: serve gRPC on a loopback port, print it, and end when Pulumi ends. */
import grpc from "@grpc/grpc-js";
import { endSignals } from "../base/end-signals.ts";

/** Pulumi sends whole states in one message; its own plugins accept 400 MB. */
export const messageLimits: grpc.ChannelOptions = {
  "grpc.max_receive_message_length": 400 * 1024 * 1024,
  "grpc.max_send_message_length": 400 * 1024 * 1024,
};

/** Binds the server to a free loopback port and prints the port, which is how Pulumi learns it. */
export async function serve(server: grpc.Server): Promise<void> {
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  process.stdout.write(`${String(port)}\n`);
}

/**
 * Ends this process when the one that started it is gone, so that a killed Pulumi leaves nothing behind. This waits for
 * `finish`: what that ends may still need this process.
 */
export function endWithParent(finish: () => Promise<void> = () => Promise.resolve()): void {
  const end = (status: number): void => {
    clearInterval(watch);
    void finish().finally(() => process.exit(status));
  };
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== parent) end(1);
  }, 1000).unref();
  for (const signal of endSignals) {
    process.on(signal, () => {
      end(0);
    });
  }
}
