// Loaded into every program before anything else.
const Module = require("node:module");
const process = require("node:process");

// A program that calls process.exit(0) half-way would look finished to Pulumi, which would then delete whatever was not
// registered yet; so only a program whose work has run out may end with status 0.
let finished = false;
process.on("beforeExit", () => {
  finished = true;
});
process.on("exit", (status) => {
  if (status !== 0 || finished) return;
  process.stderr.write("The program called process.exit(0) before it was done; nothing it left out is deleted.\n");
  process.exitCode = 1;
});

// Start-up: Pulumi's SDK loads the TypeScript compiler and npm's package tree only to serialise functions, which few programs
// do, and they take two thirds of its loading time. They are loaded when first touched instead.
const heavy = new Set(["typescript", "@npmcli/arborist"]);
const load = Module._load;
Module._load = function (request, parent, isMain) {
  if (!heavy.has(request) || !parent?.filename.includes("/@pulumi/pulumi/"))
    return load.call(this, request, parent, isMain);
  const real = () => load.call(Module, request, parent, false);
  return new Proxy(function () {}, {
    // The importing code asks this first; answering it must not load anything.
    get: (_target, key) => (key === "__esModule" ? true : real()[key]),
    has: (_target, key) => key in real(),
    apply: (_target, self, args) => Reflect.apply(real(), self, args),
    construct: (_target, args) => Reflect.construct(real(), args),
  });
};

// And it is loaded here, before a TypeScript loader is registered, which would look into each of its files. Tracing has to
// come first where it is asked for, so then it is left to Pulumi.
if (process.env.TRACEPARENT === undefined && process.env.CROSSBED_PULUMI_SDK !== undefined) {
  require(process.env.CROSSBED_PULUMI_SDK);
}
