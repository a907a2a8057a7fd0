import { describe, expect, it } from "vitest";
import { checkInputs } from "../../../../toolchain/command-plugin/schema.ts";
import { asSecret, fileAsset, isSecret, plain, unknown } from "../../../../toolchain/command-plugin/values.ts";

describe("checkInputs", () => {
  it("fills in the released plugin's defaults, of the proxy too, and makes the connection secret", () => {
    const news = { connection: { host: "h", proxy: asSecret({ host: "p", port: 2222 }) ?? null } };
    const { inputs, failures } = checkInputs("command:remote:Command", news);
    expect(failures).toEqual([]);
    expect(inputs["addPreviousOutputInEnv"]).toBe(true);
    expect(isSecret(inputs["connection"])).toBe(true);
    expect(plain(inputs["connection"])).toEqual({
      user: "root",
      port: 22,
      dialErrorLimit: 10,
      perDialTimeout: 15,
      host: "h",
      proxy: { user: "root", port: 2222, dialErrorLimit: 10, perDialTimeout: 15, host: "p" },
    });
  });

  it("keeps what the program has set", () => {
    const { inputs } = checkInputs("command:local:Command", { addPreviousOutputInEnv: false, create: asSecret("x") });
    expect(inputs).toEqual({ addPreviousOutputInEnv: false, create: asSecret("x") });
  });

  it("names every wrong input at once", () => {
    const { failures } = checkInputs("command:local:Command", {
      create: 1,
      interpreter: "sh",
      environment: { A: 1 },
      logging: "loud",
      triggers: "now",
    });
    expect(failures).toEqual([
      { property: "create", reason: "must be a string" },
      { property: "triggers", reason: "must be a list" },
      { property: "environment", reason: "must map names to strings" },
      { property: "interpreter", reason: "must be a list of strings" },
      { property: "logging", reason: "must be one of stdout, stderr, stdoutAndStderr, none, not loud" },
    ]);
  });

  it("accepts what is not known yet", () => {
    const news = { create: unknown, environment: { A: unknown }, interpreter: [unknown], logging: unknown };
    expect(checkInputs("command:local:Command", news).failures).toEqual([]);
    const copy = { connection: unknown, source: unknown, remotePath: unknown };
    expect(checkInputs("command:remote:CopyToRemote", copy).failures).toEqual([]);
  });

  it("demands a connection with a host, a path and a source that can be copied", () => {
    expect(checkInputs("command:remote:CopyToRemote", { connection: {}, source: fileAsset("", "") }).failures).toEqual([
      { property: "connection", reason: "must name a host" },
      { property: "source", reason: "asset must be a path-based file asset or a text asset" },
      { property: "remotePath", reason: "missing required property" },
    ]);
  });
});
