/** Signals by which a person, a supervisor or a terminal that closes has a process end in order. */
export const endSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
