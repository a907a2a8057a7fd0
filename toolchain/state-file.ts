/** Outputs of a stack out of the default backend's own file: a second sooner than by Pulumi, which starts up for each answer. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { stateBackend } from "./environment.ts";

/** A checkpoint of the file backend; source: github.com/pulumi/pulumi, sdk/go/common/apitype, CheckpointV3. */
const checkpointSchema = z.object({
  version: z.literal(3),
  checkpoint: z.object({
    latest: z
      .object({
        resources: z
          .array(z.object({ type: z.string(), outputs: z.record(z.string(), z.unknown()).optional() }))
          .optional(),
      })
      .optional(),
  }),
});

/** Marks a secret or an asset inside a value; source: sdk/go/common/resource, SigKey. */
const signature = "4dabf18193072939515e22adb298388d";

/**
 * A stack's outputs by name. Undefined when they cannot be had from here: no such file, another format, an encrypted value;
 * then Pulumi has to be asked.
 */
export async function recordedOutputs(stack: string, project: string): Promise<Record<string, unknown> | undefined> {
  const file = join(stateBackend(project), ".pulumi/stacks/crossbed", `${stack}.json`);
  try {
    const text = await readFile(file, "utf8");
    const { resources = [] } = checkpointSchema.parse(JSON.parse(text)).checkpoint.latest ?? {};
    const outputs = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
    return JSON.stringify(outputs).includes(signature) ? undefined : outputs;
  } catch {
    return undefined;
  }
}
