/** Numbers of ports, of TCP, UDP and SCTP alike. */

export const greatestPort = 65_535;

/** From here on a process that is not root's may listen. */
export const leastOrdinaryPort = 1024;

/** Where sshd listens unless told otherwise. */
export const sshPort = 22;
