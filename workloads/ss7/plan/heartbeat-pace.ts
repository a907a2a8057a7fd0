/** How fast the nodes of a pair ask each other whether they live, and when the peer counts as dead. */

export interface HeartbeatPace {
  readonly intervalMs: number;
  /** Missing so many in a row, the peer is taken for dead. */
  readonly missed: number;
}

/** Emulated machines stop for whole seconds; a heartbeat as fast as on hardware would fail over for nothing. */
export const heartbeatPace: Readonly<Record<"emulated" | "real", HeartbeatPace>> = {
  emulated: { intervalMs: 500, missed: 20 },
  real: { intervalMs: 100, missed: 5 },
};
