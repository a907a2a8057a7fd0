/** Reads a stack from the default backend's own file: a second sooner than through Pulumi, which starts up for each answer, and also without it. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { stateBackend } from "./environment.ts";
import { signatureKey } from "./signatures.ts";

const resourceSchema = z.object({
  type: z.string(),
  inputs: z.record(z.string(), z.unknown()).optional(),
  outputs: z.record(z.string(), z.unknown()).optional(),
});

/** A resource as a stack's state has it; its secrets are encrypted. */
export type RecordedResource = Readonly<z.infer<typeof resourceSchema>>;

/** A checkpoint of the file backend; source: github.com/pulumi/pulumi, sdk/go/common/apitype, CheckpointV3. */
const checkpointSchema = z.object({
  version: z.literal(3),
  checkpoint: z.object({
    latest: z.object({ resources: z.array(resourceSchema).optional() }).optional(),
  }),
});

/** Directory with a file for each stack. */
export function stacksDirectory(project: string): string {
  return join(stateBackend(project), ".pulumi/stacks/crossbed");
}

/** A stack's resources, none for one that is not up. Undefined when this cannot read them: no such file, or another format. */
export async function recordedResources(
  stack: string,
  project: string,
): Promise<readonly RecordedResource[] | undefined> {
  try {
    const text = await readFile(join(stacksDirectory(project), `${stack}.json`), "utf8");
    return checkpointSchema.parse(JSON.parse(text)).checkpoint.latest?.resources ?? [];
  } catch {
    return undefined;
  }
}

/** A stack's outputs by name. Undefined when this cannot read them, or one is encrypted; then the caller has to ask Pulumi. */
export async function recordedOutputs(stack: string, project: string): Promise<Record<string, unknown> | undefined> {
  const resources = await recordedResources(stack, project);
  if (resources === undefined) return undefined;
  const outputs = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
  return JSON.stringify(outputs).includes(signatureKey) ? undefined : outputs;
}
