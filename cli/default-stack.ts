/** The testbed that `npm start` builds, and through which a rack is asked where no other stack holds it: each one that is shipped stands on the lab. */
export const defaultStack = "kvm-6core";
