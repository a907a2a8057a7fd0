// Loaded into every program before anything else: by Pulumi.yaml, and by our language host for programs that do not ask for it.
const Module = require("node:module");
const process = require("node:process");
const util = require("node:util");

const loaded = Symbol.for("crossbed.preload");
if (!(loaded in globalThis)) {
  globalThis[loaded] = true;
  guardExit();
  inspectErrorsPlainly();
  deferHeavyModules();
  mapStacksLate();
  loadSdk();
}

// A program that calls process.exit(0) half-way would look finished to Pulumi, which would then delete whatever was not
// registered yet; so only a program whose work has run out may end with status 0.
function guardExit() {
  let finished = false;
  process.on("beforeExit", () => {
    finished = true;
  });
  process.on("exit", (status) => {
    if (status !== 0 || finished) return;
    process.stderr.write("The program called process.exit(0) before it was done; nothing it left out is deleted.\n");
    process.exitCode = 1;
  });
}

// Pulumi shows a program's error by util.inspect with colours, whose search for module names does not end on lines such as
// "node_modules/@pulumi/resource.ts" (Node 20): a minute goes by until memory for the line runs out.
function inspectErrorsPlainly() {
  const inspect = util.inspect;
  const plain = (value, options, ...rest) =>
    inspect(value, value instanceof Error && options?.colors ? { ...options, colors: false } : options, ...rest);
  util.inspect = Object.defineProperties(plain, Object.getOwnPropertyDescriptors(inspect));
}

// Start-up: Pulumi's SDK loads the TypeScript compiler and npm's package tree only to serialise functions, which few programs
// do, and they take two thirds of its loading time. They are loaded when first touched instead.
function deferHeavyModules() {
  const heavy = new Set(["typescript", "@npmcli/arborist"]);
  const load = Module._load;
  Module._load = function (request, parent, isMain) {
    const isHeavy = heavy.has(request) && parent?.filename.includes("/@pulumi/pulumi/");
    if (!isHeavy) return load.call(this, request, parent, isMain);
    const real = () => load.call(Module, request, parent, false);
    return new Proxy(function () {}, {
      // The importing code asks __esModule first; answering it must not load anything.
      get: (_target, key) => (key === "__esModule" ? true : real()[key]),
      has: (_target, key) => key in real(),
      apply: (_target, self, args) => Reflect.apply(real(), self, args),
      construct: (_target, args) => Reflect.construct(real(), args),
    });
  };
}

// The SDK notes where each resource and many a promise was made, and source-map-support would look up each line of that: a fifth of
// a program's time. V8 writes a stack down when it is first read, so that it is early enough to begin when an error is to be shown.
function mapStacksLate() {
  const load = Module._load;
  Module._load = function (request, parent, isMain) {
    const isMapping = request === "source-map-support/register" && parent?.filename.includes("/@pulumi/pulumi/cmd/");
    if (!isMapping) return load.call(this, request, parent, isMain);
    const begin = () => load.call(Module, request, parent, false);
    for (const event of ["uncaughtException", "unhandledRejection"]) process.once(event, begin);
    return {};
  };
}

// The SDK is loaded here, before a TypeScript loader is registered, which would look into each of its files. Tracing has to
// come first where it is asked for, so then it is left to Pulumi.
function loadSdk() {
  if (process.env.TRACEPARENT !== undefined) return;
  try {
    Module.createRequire(`${process.cwd()}/`)("@pulumi/pulumi");
  } catch {
    // The program's own import will say what is wrong.
  }
}
