/** The C library's socket calls, through koffi: Node.js has no SCTP of its own. Linux on little-endian 64-bit machines. */
import koffi from "koffi";
import { CrossbedError } from "../../../base/errors.ts";

const libc = koffi.load("libc.so.6");

// koffi answers untyped functions: each type here repeats its prototype.
const socketCall = libc.func("int socket(int domain, int type, int protocol)") as (
  domain: number,
  type: number,
  protocol: number,
) => number;
const closeCall = libc.func("int close(int fd)") as (fd: number) => number;
const setOption = libc.func("int setsockopt(int fd, int level, int name, const void *value, unsigned int length)") as (
  fd: number,
  level: number,
  name: number,
  value: Buffer,
  length: number,
) => number;
const getOption = libc.func(
  "int getsockopt(int fd, int level, int name, _Out_ uint8_t *value, _Inout_ unsigned int *length)",
) as (fd: number, level: number, name: number, value: Buffer, length: number[]) => number;
const pollCall = libc.func("int poll(_Inout_ uint8_t *fds, unsigned long count, int timeout)") as unknown as {
  async: (fds: Buffer, count: number, timeout: number, done: (error: Error | null, ready: number) => void) => void;
};

/** Numbers of Linux's `<sys/socket.h>`, `<netinet/in.h>` and `<poll.h>`. */
const AF_INET = 2;
const SOCK_STREAM = 1;
const SOCK_NONBLOCK = 0o4000;
const SOCK_CLOEXEC = 0o2000000;
const IPPROTO_SCTP = 132;
const SOL_SOCKET = 1;
const SO_ERROR = 4;
const POLLOUT = 4;
export const EINPROGRESS = 115;
const names: Readonly<Record<number, string>> = {
  93: "this kernel has no SCTP (EPROTONOSUPPORT)",
  98: "the address is in use (EADDRINUSE)",
  99: "the local address is not this machine's (EADDRNOTAVAIL)",
  101: "no route to the peer (ENETUNREACH)",
  104: "the peer reset the association (ECONNRESET)",
  110: "the peer did not answer (ETIMEDOUT)",
  111: "the peer refused (ECONNREFUSED)",
  113: "no host at the peer's address (EHOSTUNREACH)",
};

/** A non-blocking one-to-one SCTP socket. Throws `missing_prerequisite` on a kernel without SCTP. */
export function openSctpSocket(): number {
  const fd = socketCall(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_SCTP);
  if (fd >= 0) return fd;
  throw new CrossbedError("missing_prerequisite", systemText(koffi.errno()), {
    where: "SCTP socket",
    hint: "Load the module with `modprobe sctp`.",
  });
}

export function closeSocket(fd: number): void {
  closeCall(fd);
}

/** Sets an SCTP option; answers the error number, 0 for none (some options answer an id: that is none, too). */
export function setSctpOption(fd: number, name: number, value: Buffer): number {
  return setOption(fd, IPPROTO_SCTP, name, value, value.length) < 0 ? koffi.errno() : 0;
}

/** Waits off the event loop until the socket is connected or has failed; answers the error number, 110 after the time. */
export async function connected(fd: number, timeoutMs: number): Promise<number> {
  const request = Buffer.alloc(8); // struct pollfd: fd, events, revents
  request.writeInt32LE(fd, 0);
  request.writeInt16LE(POLLOUT, 4);
  const ready = await new Promise<number>((resolve, reject) => {
    pollCall.async(request, 1, timeoutMs, (error, count) => {
      if (error === null) resolve(count);
      else reject(error);
    });
  });
  if (ready === 0) return 110;
  const value = Buffer.alloc(4);
  return getOption(fd, SOL_SOCKET, SO_ERROR, value, [4]) < 0 ? koffi.errno() : value.readInt32LE(0);
}

/** An error number in words. */
export function systemText(errno: number): string {
  return names[errno] ?? `error number ${String(errno)}`;
}
