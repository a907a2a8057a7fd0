import { defineConfig } from "vitest/config";

// One zone and one seed for every run: a test that depends on either says so itself. A bash whose stdin is a socket, as Node's
// pipes are, takes itself for one of ssh's and reads ~/.bashrc, which may change PATH; not below another shell.
const env = { TZ: "UTC", CROSSBED_TEST: "1", SHLVL: "1" };

/** A suite on a lab: one lab serves every file, in order. */
function onLab(name: string) {
  return {
    name,
    include: [`test/${name}/**/*.test.ts`],
    env,
    fileParallelism: false,
    sequence: { concurrent: false },
    testTimeout: 30 * 60_000,
    hookTimeout: 45 * 60_000,
    bail: 1,
  };
}

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts", "test/architecture/**/*.test.ts"],
          env,
          // The time-outs are for what hangs, not for what is slow: a law that takes a second alone takes many on a busy machine.
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: "integration",
          include: ["test/integration/**/*.test.ts"],
          env,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      { test: onLab("e2e") },
      { test: onLab("e2e-full") },
    ],
  },
});
