/** One thing that a stack's rack is found to have or to lack. */

export interface Finding {
  /** Stable: programs may test it (`crossbed check --json`). docs/check.md lists them all. */
  readonly code: string;
  /** `stop`: the stack cannot or must not be brought up. `warning`: it can, and a person should know. */
  readonly severity: "stop" | "warning";
  /** The host or simulator; `rack` for what concerns all. */
  readonly machine: string;
  /** One sentence. */
  readonly text: string;
  /** What to do. One sentence or a command. */
  readonly cure: string;
}
