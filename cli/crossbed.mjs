#!/usr/bin/env node
// The command line, run from its TypeScript source.
import { register } from "tsx/esm/api";

register();
await import("./main.ts");
