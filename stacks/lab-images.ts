/** The lab's golden images, built ahead of the lab: they need no Pulumi, which a fresh machine has yet to build. */
import { join } from "node:path";
import { execa } from "execa";
import { stepEnvironment } from "../base/step-environment.ts";
import { buildValues, type ImageKind, imagesDirectory } from "../components/virtual-lab/images.ts";
import { cacheDirectory } from "../toolchain/paths.ts";

/** Where finished images lie, a directory for each digest, shared by all labs of the user. */
export const imageCache = (env: NodeJS.ProcessEnv): string => join(cacheDirectory(env), "images");

/**
 * Builds what the cache lacks, and never throws: the lab asks for the same images, waits for a build that is under way, repeats one that
 * failed, and says what was wrong with it.
 */
export async function buildImagesAhead(env: NodeJS.ProcessEnv, say: (line: string) => void): Promise<void> {
  await Promise.all((["host", "guest"] as const).map((kind) => build(kind, env, say)));
}

async function build(kind: ImageKind, env: NodeJS.ProcessEnv, say: (line: string) => void): Promise<void> {
  const building = execa(join(imagesDirectory, "build.sh"), {
    env: { ...stepEnvironment(env), ...buildValues(kind, imageCache(env)) },
    extendEnv: false,
    stdin: "ignore",
    stdout: "ignore",
    reject: false,
  });
  for await (const line of building.iterable({ from: "stderr" })) say(line);
}
