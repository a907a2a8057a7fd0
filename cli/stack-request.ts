/** The request that a testbed which is up has for its benchmark. */
import { parseRequest, type BenchmarkRequest } from "../benchmarks/run/request.ts";
import { CrossbedError } from "../base/errors.ts";
import { stackOutput } from "../toolchain/pulumi-command.ts";
import { project } from "../base/project.ts";

/** @throws CrossbedError `unreachable` when the stack is not up. */
export async function requestOf(stack: string): Promise<BenchmarkRequest> {
  const request = await stackOutput(stack, "benchmarkRequest", project);
  if (request === undefined) {
    throw new CrossbedError("unreachable", `the stack ${stack} is not up.`, { hint: `Run: npx pulumi up -s ${stack}` });
  }
  return parseRequest(`stack ${stack}, output benchmarkRequest`, request);
}
