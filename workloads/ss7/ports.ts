/** The ports that the workload's processes listen on. */

/** M3UA's registered port (IANA), on the signalling transfer point, over SCTP. */
export const m3uaPort = 2905;

/** Heartbeats between the nodes of the first cluster, over UDP; the other clusters' follow. */
export const firstHeartbeatPort = 7400;
