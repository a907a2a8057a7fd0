/** The ports by which a cluster's hosts talk to each other. */
export const clusterPorts = {
  /** UDP, corosync.conf(5): what it takes by itself. */
  corosync: 5405,
  /** TCP, dlm_controld(8): what it takes by itself. */
  dlm: 21_064,
  /** TCP; Crossbed gives it to o2cb. */
  o2cb: 7777,
} as const;
