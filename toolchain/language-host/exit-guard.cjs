// Loaded into every program. A program that calls process.exit(0) half-way would look finished to Pulumi, which would then
// delete whatever was not registered yet; so only a program whose work has run out may end with status 0.
let finished = false;
process.on("beforeExit", () => {
  finished = true;
});
process.on("exit", (status) => {
  if (status !== 0 || finished) return;
  process.stderr.write("The program called process.exit(0) before it was done; nothing it left out is deleted.\n");
  process.exitCode = 1;
});
