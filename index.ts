/** The Pulumi program: the lab, or a testbed on the lab or on real hosts. The stack's name decides. */
import * as pulumi from "@pulumi/pulumi";

const program =
  pulumi.getStack() === "lab" ? (await import("./stacks/lab.ts")).lab : (await import("./stacks/testbed.ts")).testbed;

export default await program();
