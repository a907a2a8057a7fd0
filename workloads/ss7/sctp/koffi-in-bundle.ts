/** Stands in for the package `koffi` in the bundle, where its native part lies beside the program. */
import { createRequire } from "node:module";

const native: unknown = createRequire(import.meta.url)("./koffi.node");
export default native;
