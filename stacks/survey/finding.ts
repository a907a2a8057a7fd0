/** One thing that a stack's rack is found to have or to lack. */

/** Stable: programs may test them (`crossbed check --json`). Documented in docs/check.md. */
export type FindingCode =
  | "unreachable"
  | "unsafe"
  | "claim"
  | "namesakes"
  | "distribution"
  | "program"
  | "module"
  | "virtualisation"
  | "boot-entry"
  | "confinement"
  | "firewall"
  | "mtu"
  | "bridge"
  | "lun-missing"
  | "lun-paths"
  | "lun-size"
  | "lun-times"
  | "lun-content"
  | "image-lun"
  | "space"
  | "clock"
  | "watchdog"
  | "fencing"
  | "fencing-daemon"
  | "held"
  | "guest-away"
  | "other-guests"
  | "record";

export interface Finding {
  readonly code: FindingCode;
  /** `stop`: the stack cannot or must not be brought up. `warning`: it can, and a person should know. */
  readonly severity: "stop" | "warning";
  /** The host or simulator; `rack` for what concerns all. */
  readonly machine: string;
  /** One sentence. */
  readonly text: string;
  /** What to do. One sentence or a command. */
  readonly cure: string;
}
