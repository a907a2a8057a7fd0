import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { pulumiEnvironment, usesDefaultBackend } from "../../../toolchain/environment.ts";

let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "crossbed-environment-"));
});
afterEach(() => {
  rmSync(project, { recursive: true, force: true });
});

const quiet = { PULUMI_SKIP_UPDATE_CHECK: "true", PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" };

/** Credentials as `pulumi login` leaves them. */
function login(directory: string, current: string): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "credentials.json"), JSON.stringify({ current }));
}

describe("pulumiEnvironment", () => {
  it("offers a home, a file backend and a passphrase of the project's own", () => {
    expect(pulumiEnvironment(project, { HOME: project })).toEqual({
      ...quiet,
      PULUMI_HOME: join(project, ".crossbed/pulumi"),
      PULUMI_BACKEND_URL: `file://${project}/.crossbed/state?metadata=skip`,
      PULUMI_CONFIG_PASSPHRASE_FILE: join(project, ".crossbed/passphrase"),
    });
  });

  it.each([
    ["PULUMI_BACKEND_URL", "s3://bucket", "PULUMI_BACKEND_URL"],
    ["PULUMI_ACCESS_TOKEN", "token", "PULUMI_BACKEND_URL"],
    ["PULUMI_CONFIG_PASSPHRASE", "words", "PULUMI_CONFIG_PASSPHRASE_FILE"],
    ["PULUMI_CONFIG_PASSPHRASE_FILE", "/mine", "PULUMI_CONFIG_PASSPHRASE_FILE"],
    ["PULUMI_HOME", "/home/mine", "PULUMI_HOME"],
  ])("with the user's %s=%s leaves %s to him", (name, value, left) => {
    expect(pulumiEnvironment(project, { [name]: value })).not.toHaveProperty(left);
  });

  it("counts an empty variable as not set, and so never makes an empty passphrase", () => {
    expect(pulumiEnvironment(project, { PULUMI_CONFIG_PASSPHRASE: "" })).toHaveProperty(
      "PULUMI_CONFIG_PASSPHRASE_FILE",
    );
  });

  it("keeps the backend the user has logged in to, and finds his credentials from the project's home", () => {
    const home = join(project, "users-home");
    login(join(home, ".pulumi"), "https://api.pulumi.com");
    const environment = pulumiEnvironment(project, { HOME: home });
    expect(environment).not.toHaveProperty("PULUMI_BACKEND_URL");
    expect(environment["PULUMI_CREDENTIALS_PATH"]).toBe(join(home, ".pulumi"));
    expect(usesDefaultBackend(project, { HOME: home })).toBe(false);
  });

  it("takes credentials without a current backend for no login", () => {
    login(join(project, ".pulumi"), "");
    expect(usesDefaultBackend(project, { HOME: project })).toBe(true);
  });

  it("adds nothing the second time", () => {
    const once = pulumiEnvironment(project, { HOME: project });
    expect(pulumiEnvironment(project, { HOME: project, ...once })).toEqual({});
  });
});
