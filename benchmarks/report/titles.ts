/** Heads of columns and titles of axes, with their units, that more than one table or figure has. */
export const titles = {
  hostCpu: "busy, % of all pCPUs",
  responseTime: "response time, ms",
  /** Where the figure's own title says what it is a time of. */
  logarithmicTime: "ms, logarithmic",
  cpuOverhead: "CPU overhead, points",
  downtime: "downtime, ms",
  totalTime: "total, s",
} as const;

/** What a terminal says of results from emulated hosts; pages and figures mark each table and figure. */
export const emulatedNote = "Emulated hardware: what differs here need not differ on real servers.";
