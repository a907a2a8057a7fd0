/** The Pulumi program: the lab, or a testbed on the lab or on real hosts. The stack's name decides. */
import * as pulumi from "@pulumi/pulumi";
import { CrossbedError } from "./base/errors.ts";
import { recordOwnRun } from "./toolchain/pulumi-runs.ts";

const program =
  pulumi.getStack() === "lab" ? (await import("./stacks/lab.ts")).lab : (await import("./stacks/testbed.ts")).testbed;

/** Shows an error that is meant for people as it is, and any other with its stack, which is for developers. */
async function run(): Promise<Record<string, unknown>> {
  try {
    return await program();
  } catch (error) {
    if (error instanceof CrossbedError) throw new pulumi.RunError(error.message);
    throw error;
  }
}

await recordOwnRun(pulumi.runtime.getRootDirectory()).catch(() => undefined);
export default await run();
