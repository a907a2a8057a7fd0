import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { create, remove, update } from "../../../toolchain/command-plugin/provider.ts";
import { checkInputs } from "../../../toolchain/command-plugin/schema.ts";
import { assetArchive, fileAsset, type Properties } from "../../../toolchain/command-plugin/values.ts";
import { operation } from "./operation.ts";
import { freePort, startSshd, whyNoSshd, type SshServer } from "./sshd.ts";

const type = "command:remote:Command";
const copyType = "command:remote:CopyToRemote";

describe.skipIf(whyNoSshd() !== undefined)(
  `over ssh${whyNoSshd() === undefined ? "" : ` (${String(whyNoSshd())})`}`,
  () => {
    let server: SshServer;
    let directory: string;

    beforeAll(async () => {
      server = await startSshd();
    });
    afterAll(async () => {
      await server.stop();
    });
    beforeEach(() => {
      directory = mkdtempSync(join(server.directory, "test-"));
    });

    /** A connection that works; a test changes what it is about. Agents of the machine stay out of it. */
    const connection = (changes: Properties = {}): Properties => ({
      host: "127.0.0.1",
      port: server.port,
      user: server.user,
      privateKey: server.privateKey,
      agentSocketPath: "",
      dialErrorLimit: 0,
      ...changes,
    });
    const inputs = (of: string, news: Properties): Properties => checkInputs(of, news).inputs;
    const run = (news: Properties, recorded = operation(type)): Promise<Properties> =>
      create(recorded, inputs(type, { connection: connection(), ...news }));

    describe("remote.Command", () => {
      it("returns both streams and passes stdin", async () => {
        const state = await run({ create: "cat; echo error >&2", stdin: "in\n" });
        expect([state["stdout"], state["stderr"]]).toEqual(["in", "error"]);
      });

      it("sets variables that the server accepts", async () => {
        expect((await run({ create: "echo $ACCEPTED", environment: { ACCEPTED: "x y" } }))["stdout"]).toBe("x y");
      });

      it("fails, before the command's output counts, on a variable that the server refuses", async () => {
        const recorded = operation(type);
        await expect(run({ create: "true", environment: { REFUSED: "x" } }, recorded)).rejects.toThrow(
          'could not set environment variable "REFUSED": the host does not accept it',
        );
        expect(recorded.messages).toHaveLength(1);
        expect(recorded.messages[0]).toMatch(/^error: Unable to set 'REFUSED'/);
      });

      it("hands over the previous output, and only warns where the server refuses it", async () => {
        const recorded = operation(type);
        const news = inputs(type, { connection: connection(), create: "echo new; echo $PULUMI_COMMAND_STDOUT" });
        const state = await update(recorded, { ...news, stdout: "old", stderr: "warned" }, news);
        expect(state["stdout"]).toBe("new\nold");
        expect(recorded.messages).toHaveLength(1);
        expect(recorded.messages[0]).toMatch(/^warning: Unable to set 'PULUMI_COMMAND_STDERR'/);
      });

      it("deletes by its delete command", async () => {
        const file = join(directory, "deleted");
        const state = inputs(type, { connection: connection(), delete: `touch ${file}` });
        await remove(operation(type), { ...state, stdout: "", stderr: "" });
        expect(existsSync(file)).toBe(true);
      });

      it("fails with the status and the output", async () => {
        await expect(run({ create: "echo out; exit 3" })).rejects.toThrow(
          'Process exited with status 3: running "echo out; exit 3" on 127.0.0.1:\nout\n',
        );
      });

      it("shows of a long script that fails its name, its host and its last lines; all of them in the debug log", async () => {
        const recorded = operation(type);
        const script = "# count.sh\nfor n in $(seq 1 30); do echo line $n; done\nexit 3";
        await expect(run({ create: script }, recorded)).rejects.toThrow(
          /^Process exited with status 3: running "# count\.sh" and 2 more lines on 127\.0\.0\.1:\n\(10 lines before these; pulumi up --debug shows them\)\nline 11\n(line \d+\n)+$/,
        );
        expect(recorded.messages).toEqual([expect.stringMatching(/^debug: line 1\nline 2\n/)]);
        const long = operation(type);
        await expect(run({ create: "seq 1 20000; exit 3" }, long)).rejects.toThrow("(19980 lines before these;");
        const told = long.messages.map((message) => message.replace("debug: ", "")).join("");
        expect(told).toBe(Array.from({ length: 20_000 }, (_, index) => `${String(index + 1)}\n`).join(""));
      });

      it("fails when a signal ends the command", async () => {
        await expect(run({ create: "kill -KILL $$" })).rejects.toThrow("Process exited from signal KILL");
      });

      it("logs lines while the command runs", async () => {
        const fifo = join(directory, "go");
        const recorded = operation(type, (line) => {
          if (line === "first") writeFileSync(fifo, "go\n");
        });
        await run({ create: `mkfifo ${fifo}; echo first; read word < ${fifo}; echo $word` }, recorded);
        expect(recorded.lines).toEqual(["first", "go"]);
      });

      it("returns megabytes in one line", async () => {
        const state = await run({ create: "head -c 3000000 /dev/zero | tr '\\0' x", logging: "none" });
        expect((state["stdout"] as string).length).toBe(3_000_000);
      });

      it("opens an encrypted key with its passphrase", async () => {
        const encrypted = { privateKey: server.encryptedKey, privateKeyPassword: "words" };
        expect((await run({ connection: connection(encrypted), create: "echo in" }))["stdout"]).toBe("in");
      });

      it("does not try again with a key that cannot be read", async () => {
        const recorded = operation(type);
        const bad = connection({ privateKey: "no key", dialErrorLimit: 10 });
        await expect(run({ connection: bad, create: "true" }, recorded)).rejects.toThrow("Cannot parse privateKey");
        expect(recorded.lines).toEqual([]);
      });

      it("authenticates by an agent", async () => {
        const { privateKey: _, ...withoutKey } = connection({ agentSocketPath: server.agentSocket });
        expect((await run({ connection: withoutKey, create: "echo in" }))["stdout"]).toBe("in");
      });

      it("accepts the expected host key", async () => {
        const state = await run({ connection: connection({ hostKey: server.hostKey }), create: "echo in" });
        expect(state["stdout"]).toBe("in");
      });

      it("refuses another host key at once", async () => {
        const hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        const recorded = operation(type);
        const other = connection({ hostKey, dialErrorLimit: 10 });
        await expect(run({ connection: other, create: "true" }, recorded)).rejects.toThrow("ssh: host key mismatch");
        expect(recorded.lines).toEqual([]);
      });

      it("tries again until the host is up", async () => {
        const port = await freePort();
        const late: { server?: SshServer } = {};
        const recorded = operation(type, (line) => {
          // After the first failure the host comes up, by a connection that is passed on to the real one.
          if (line === "Dial 1/50 failed: retrying") late.server = server;
        });
        const { createServer, connect } = await import("node:net");
        const relay = createServer((socket) => {
          if (late.server === undefined) socket.destroy();
          else socket.pipe(connect(late.server.port, "127.0.0.1")).pipe(socket);
        }).listen(port, "127.0.0.1");
        try {
          const state = await run(
            { connection: connection({ port, dialErrorLimit: 50 }), create: "echo up" },
            recorded,
          );
          expect(state["stdout"]).toBe("up");
          expect(recorded.lines[0]).toBe("Dial 1/50 failed: retrying");
        } finally {
          relay.close();
        }
      });

      it("gives up after dialErrorLimit failures and says so", async () => {
        const port = await freePort();
        const recorded = operation(type);
        await expect(
          run({ connection: connection({ port, dialErrorLimit: 2 }), create: "true" }, recorded),
        ).rejects.toThrow(/^after 2 failed attempts: .*ECONNREFUSED/);
        expect(recorded.lines).toEqual(["Dial 1/2 failed: retrying", "Dial 2/2 failed: retrying"]);
      });

      it("stops trying when cancelled, however often it may try", async () => {
        const port = await freePort();
        const recorded = operation(type, () => {
          recorded.cancel();
        });
        const never = connection({ port, dialErrorLimit: -1 });
        await expect(run({ connection: never, create: "true" }, recorded)).rejects.toThrow();
        expect(recorded.lines).toEqual(["Dial 1/inf failed: retrying"]);
      });

      it("ends an attempt after perDialTimeout", async () => {
        const { createServer } = await import("node:net");
        const silent = createServer(() => undefined).listen(0, "127.0.0.1");
        await new Promise((resolve) => silent.once("listening", resolve));
        const { port } = silent.address() as { port: number };
        try {
          await expect(run({ connection: connection({ port, perDialTimeout: 1 }), create: "true" })).rejects.toThrow(
            /^after 0 failed attempts: Timed out/,
          );
        } finally {
          silent.close();
        }
      });

      it("goes through a proxy, and names it when it is the one that fails", async () => {
        const proxy = { ...connection({ hostKey: server.hostKey }) };
        expect((await run({ connection: connection({ proxy }), create: "echo $SSH_CONNECTION" }))["stdout"]).toMatch(
          /^127\.0\.0\.1 /,
        );
        const refused = { ...connection({ port: await freePort() }) };
        await expect(run({ connection: connection({ proxy: refused }), create: "true" })).rejects.toThrow(
          /^proxy: after 0 failed attempts/,
        );
        const stranger = {
          ...proxy,
          hostKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        };
        await expect(run({ connection: connection({ proxy: stranger }), create: "true" })).rejects.toThrow(
          "proxy: ssh: host key mismatch",
        );
      });

      it("when cancelled, closes the command's streams, by which a command that prints learns of it", async () => {
        const file = join(directory, "ended");
        const recorded = operation(type, (line) => {
          if (line === "ready") recorded.cancel();
        });
        const script = `trap '' PIPE; while echo ready 2> /dev/null; do sleep 0.05; done; echo ended > ${file}`;
        await expect(run({ create: script }, recorded)).rejects.toThrow("cancelled: running");
        await expect.poll(() => existsSync(file) && readFileSync(file, "utf8"), { timeout: 60_000 }).toBe("ended\n");
      });
    });

    describe("remote.CopyToRemote", () => {
      const copy = (source: Properties, remotePath: string): Promise<Properties> =>
        create(operation(copyType), inputs(copyType, { connection: connection(), source, remotePath }));
      const archive = (path: string): Properties => ({ ...assetArchive({}, "h"), path });
      const read = (...names: string[]): string => readFileSync(join(directory, ...names), "utf8");

      it("copies a file to a path, and into a directory that exists", async () => {
        writeFileSync(join(directory, "file"), "content");
        mkdirSync(join(directory, "into"));
        await copy(fileAsset(join(directory, "file"), "h"), join(directory, "copy"));
        await copy(fileAsset(join(directory, "file"), "h"), join(directory, "into"));
        expect([read("copy"), read("into", "file")]).toEqual(["content", "content"]);
      });

      it("overwrites a file, with shorter content too, and writes a text, an empty one too", async () => {
        writeFileSync(join(directory, "copy"), "long content");
        await copy({ ...fileAsset("", "h"), text: "text" }, join(directory, "copy"));
        expect(read("copy")).toBe("text");
        await copy({ ...fileAsset("", "h"), text: "" }, join(directory, "copy"));
        expect(read("copy")).toBe("");
      });

      it("copies a directory into the path, and with a slash only what is in it", async () => {
        mkdirSync(join(directory, "from", "deep"), { recursive: true });
        writeFileSync(join(directory, "from", "deep", "file"), "content");
        await copy(archive(join(directory, "from")), join(directory, "one"));
        await copy(archive(`${join(directory, "from")}/`), join(directory, "two"));
        expect([read("one", "from", "deep", "file"), read("two", "deep", "file")]).toEqual(["content", "content"]);
        await copy(archive(join(directory, "from")), join(directory, "one"));
      });

      it("copies an archive file as it is", async () => {
        writeFileSync(join(directory, "a.tgz"), "not unpacked");
        await copy(archive(join(directory, "a.tgz")), join(directory, "b.tgz"));
        expect(read("b.tgz")).toBe("not unpacked");
      });

      it("refuses a text for a directory, a directory for a file, and a path whose parent is missing", async () => {
        writeFileSync(join(directory, "file"), "");
        await expect(copy({ ...fileAsset("", "h"), text: "x" }, directory)).rejects.toThrow(
          `remote path ${directory} is a directory; a text asset needs the path of a file`,
        );
        mkdirSync(join(directory, "from"));
        const file = join(directory, "file");
        await expect(copy(archive(join(directory, "from")), file)).rejects.toThrow(
          `remote path ${file} exists but is not a directory`,
        );
        const orphan = join(directory, "no", "parent");
        await expect(copy(fileAsset(file, "h"), orphan)).rejects.toThrow(
          `failed to write remote file ${orphan}: No such file`,
        );
      });

      it("copies again only when the content or the path has changed", async () => {
        const news = inputs(copyType, {
          connection: connection({ port: await freePort() }),
          source: fileAsset("/no/such/file", "same"),
          remotePath: "/x",
        });
        // Neither the host nor the file is there: it works because nothing is copied.
        expect(await update(operation(copyType), { ...news, source: fileAsset("/elsewhere", "same") }, news)).toEqual(
          news,
        );
        await expect(update(operation(copyType), { ...news, remotePath: "/y" }, news)).rejects.toThrow("ECONNREFUSED");
      });
    });
  },
);
