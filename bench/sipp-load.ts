/** SIPp against its own server on this machine: what a call costs a generator that others use, as a measure beside ours. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { execa } from "execa";
import type { Finding } from "./finding.ts";
import { freeUdpPorts } from "./loopback/free-ports.ts";
import { processorSec } from "./processor-time.ts";

const address = "127.0.0.1";
const callsPerSec = 750;
const calls = 6 * callsPerSec;

export async function* sippLoad(): AsyncGenerator<Finding> {
  const found = await execa("sipp", ["-v"], { reject: false });
  if (found.failed && found.exitCode === undefined) {
    yield {
      text: "SIPp is not installed (Debian's sip-tester): skipped.",
      figures: { skipped: "sipp is not installed" },
    };
    return;
  }
  const directory = await mkdtemp(`${tmpdir()}/crossbed-bench-`);
  try {
    yield await measure(directory, /SIPp v([\d.]+)/u.exec(found.stdout)?.[1] ?? "unknown");
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function measure(directory: string, version: string): Promise<Finding> {
  const [serverPort = 0, clientPort = 0] = await freeUdpPorts(2);
  const options = { cwd: directory, reject: false, stdin: "ignore" } as const;
  const server = execa("sipp", ["-sn", "uas", "-i", address, "-p", String(serverPort), "-nostdin"], options);
  const client = ["-sn", "uac", `${address}:${String(serverPort)}`, "-i", address, "-p", String(clientPort)];
  const load = ["-r", String(callsPerSec), "-m", String(calls), "-d", "0", "-nostdin"];
  // The shell tells what its child used.
  const script = 'sipp "$@" > /dev/null 2> error.txt || { status=$?; tail -n 3 error.txt >&2; exit "$status"; }; times';
  const { stdout, stderr, exitCode } = await execa("bash", ["-c", script, "sipp", ...client, ...load], options);
  const serverSec = processorSec(server.pid ?? 0);
  server.kill("SIGKILL");
  await server;
  if (exitCode !== 0) {
    const failure = `SIPp ended with exit status ${String(exitCode)}: ${stderr}`;
    return { text: failure, figures: { version, failure } };
  }
  const clientSec = [...(stdout.split("\n")[1] ?? "").matchAll(/(\d+)m([\d.]+)s/gu)].reduce(
    (sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds),
    0,
  );
  const [ofClient, ofServer] = [calls / clientSec, calls / serverSec];
  return {
    text:
      `SIPp ${version}, ${String(calls)} calls at ${String(callsPerSec)}/s, three messages there and two back: ` +
      `a core carries ${ofClient.toFixed(0)} calls/s as client, ${ofServer.toFixed(0)} as server. It tells no send-time error.`,
    figures: {
      version,
      callsPerSec,
      calls,
      clientCallsPerCoreSec: ofClient,
      serverCallsPerCoreSec: ofServer,
      sendLagMs: null,
    },
  };
}
