#!/usr/bin/env node
// The command line.
import { load } from "../toolchain/compiled.mjs";

await load("cli/main.ts");
