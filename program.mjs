// What Pulumi loads: the program in index.ts.
import { load } from "./toolchain/compiled.mjs";

export default (await load("index.ts")).default;
