import { describe, expect, it } from "vitest";
import {
  connectConfig,
  forDeletion,
  retryDelayMs,
  type Endpoint,
} from "../../../../toolchain/command-plugin/connection.ts";

const endpoint: Endpoint = { host: "h", port: 22, user: "root", dialErrorLimit: 10, perDialTimeout: 15 };
const noRefusal = (): void => undefined;

describe("retryDelayMs", () => {
  it("grows by half from 100 ms and stops at 5 s", () => {
    expect([0, 1, 2].map(retryDelayMs)).toEqual([100, 150, 225]);
    expect(retryDelayMs(50)).toBe(5000);
  });
});

describe("connectConfig", () => {
  it("tries the key before the password before the agent", () => {
    const full = { ...endpoint, privateKey: "k", password: "p", agentSocketPath: "/agent" };
    expect(connectConfig(full, noRefusal).authHandler).toEqual([
      "none",
      "publickey",
      "password",
      "keyboard-interactive",
      "agent",
    ]);
  });

  it("gives an attempt as long as perDialTimeout says, in milliseconds", () => {
    expect(connectConfig({ ...endpoint, perDialTimeout: 0 }, noRefusal).readyTimeout).toBe(0);
    expect(connectConfig(endpoint, noRefusal).readyTimeout).toBe(15_000);
  });

  it("refuses a hostKey that is no key", () => {
    expect(() => connectConfig({ ...endpoint, hostKey: "nonsense" }, noRefusal)).toThrow("hostKey cannot be read");
  });
});

describe("forDeletion", () => {
  it("gives a machine up, and the one in front of it, after a second attempt, unless the connection is less patient still", () => {
    const end = { host: "h", port: 22, user: "root", perDialTimeout: 30 };
    const limits = (dialErrorLimit: number, proxied: number) => {
      const { proxy, ...own } = forDeletion({
        ...end,
        dialErrorLimit,
        proxy: { ...end, dialErrorLimit: proxied },
      });
      return [own.dialErrorLimit, proxy?.dialErrorLimit];
    };
    expect([limits(20, -1), limits(0, 100)]).toEqual([
      [1, 1],
      [0, 1],
    ]);
    expect(forDeletion({ ...end, dialErrorLimit: 20 })).toEqual({ ...end, dialErrorLimit: 1 });
  });
});
