/** The workload's files as machines get them, but over TCP. */
import { fileURLToPath } from "node:url";
import { bundleWorkload } from "../../workloads/ss7/bundle.ts";

/** Writes them into `outDir`, which is made. */
export async function bundleOverTcp(outDir: string): Promise<void> {
  const path = fileURLToPath(new URL("tcp-association.ts", import.meta.url));
  await bundleWorkload(outDir, [
    {
      name: "tcp-instead-of-sctp",
      setup: (build) => {
        build.onResolve({ filter: new RegExp("/sctp/association[.]ts$") }, () => ({ path }));
      },
    },
  ]);
}
