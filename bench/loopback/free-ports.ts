/** Ports of the loopback interface that nobody has. */
import { createSocket } from "node:dgram";

export async function freeUdpPorts(count: number): Promise<number[]> {
  const sockets = Array.from({ length: count }, () => createSocket("udp4"));
  const bound = sockets.map(
    (socket) =>
      new Promise<number>((resolve) => {
        socket.bind(0, "127.0.0.1", () => {
          resolve(socket.address().port);
        });
      }),
  );
  const ports = await Promise.all(bound);
  for (const socket of sockets) socket.close();
  return ports;
}
