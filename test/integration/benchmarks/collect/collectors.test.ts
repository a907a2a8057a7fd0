import { access, chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { collectors } from "../../../../benchmarks/collect/index.ts";

/** The tools need a Xen host or a network: programs of their names stand in for them and tell how they were called. */
let bin: string;
let sockets: string;
beforeEach(async () => {
  bin = await mkdtemp(join(tmpdir(), "crossbed-collect-"));
  sockets = join(bin, "run-xen");
  await mkdir(sockets);
});
afterEach(async () => {
  await rm(bin, { recursive: true });
});

async function standIn(tool: "ping" | "xentop", body: string): Promise<void> {
  await writeFile(join(bin, tool), `#!${process.execPath}\n${body}\n`);
  await chmod(join(bin, tool), 0o755);
}

/** Runs a collector, `sockets` being its /run/xen; its stdin ends once it has printed `last`. */
async function collect(tool: "ping" | "xentop", input: string, last: string) {
  const child = execa("bash", ["-c", collectors[tool].script.replaceAll("/run/xen", sockets)], {
    env: { PATH: `${bin}:${process.env["PATH"] ?? ""}` },
    reject: false,
  });
  child.stdin.write(input);
  child.stdout.on("data", (chunk: Buffer) => {
    if (chunk.toString().includes(last)) child.stdin.end();
  });
  return await child;
}

describe("collect.sh of ping", () => {
  it("asks the address at the interval, and interrupts ping when nobody wants more", async () => {
    await standIn(
      "ping",
      `process.on("SIGINT", () => { console.log("summary"); process.exit(0); });
       console.log(process.argv.slice(2).join(" "));
       setInterval(() => {}, 1000);`,
    );
    const { exitCode, stdout } = await collect("ping", "ADDRESS=10.77.2.21\nINTERVAL_SEC=0.05\n\n", "10.77.2.21");
    expect(exitCode).toBe(0);
    expect(stdout).toBe("-n -D -O -W 1 -i 0.05 -- 10.77.2.21\nsummary");
  });

  it("fails when ping was gone before", async () => {
    await standIn("ping", "process.exit(2)");
    expect((await collect("ping", "ADDRESS=10.77.2.21\nINTERVAL_SEC=0.05\n\n", "never")).exitCode).toBe(1);
  });

  it("refuses an interval that is no number", async () => {
    expect((await collect("ping", "ADDRESS=10.77.2.21\nINTERVAL_SEC=1; reboot\n\n", "never")).exitCode).toBe(64);
  });
});

describe("collect.sh of xentop", () => {
  it("tells the time of every sample beside what xentop prints", async () => {
    const sample = "      NAME  STATE   CPU(sec) CPU(%)\n  Domain-0 -----r        748    6.6\n";
    await standIn("xentop", `process.stdout.write(${JSON.stringify(sample.repeat(2))}); setInterval(() => {}, 1000);`);
    const { exitCode, stdout, stderr } = await collect("xentop", "INTERVAL_SEC=2\n\n", "Domain-0");
    expect(exitCode).toBe(0);
    expect(stdout.match(/NAME/g)).toHaveLength(2);
    expect(stderr).toMatch(/^line 1 \d+[.,]\d{6}\nline 3 \d+[.,]\d{6}$/);
  });

  it("keeps xentop from the guests' device models, and nobody else", async () => {
    const socket = join(sockets, "qmp-libxenstat-1");
    await writeFile(socket, "");
    await standIn(
      "xentop",
      `console.log("sees", require("node:fs").readdirSync(${JSON.stringify(sockets)})); setInterval(() => {}, 1000);`,
    );
    const { exitCode, stdout } = await collect("xentop", "INTERVAL_SEC=2\n\n", "sees");
    expect(exitCode).toBe(0);
    expect(stdout).toBe("sees []");
    await expect(access(socket)).resolves.toBeUndefined();
  });
});
