/** The numbers that requests and answers name: all of them are of a fictitious network. */

/** +46 700 with six digits more. */
const subscribers = 1_000_000;
const subscriberPrefix = "46700";

export const serviceCentre = "46708000000";
export const networkNode = "46705000001";

/** Mobile country and network code of the home network. */
const homeNetwork = "24099";

/** MSISDN of one of the subscribers, each in turn. */
export function subscriberNumber(index: number): string {
  return `${subscriberPrefix}${String(index % subscribers).padStart(6, "0")}`;
}

/** IMSI of the subscriber with that number. */
export function subscriberIdentity(msisdn: string): string {
  return `${homeNetwork}${msisdn.slice(-10).padStart(10, "0")}`;
}
