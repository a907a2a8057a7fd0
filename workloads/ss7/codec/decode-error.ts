/** The one way in which every decoder here refuses a message. */
import { CrossbedError } from "../../../base/errors.ts";

/**
 * An error of code `malformed` that names the protocol and the offset, in bytes from the start of the buffer that was
 * given to the decoder.
 */
export function malformed(protocol: string, offset: number, what: string): CrossbedError {
  return new CrossbedError("malformed", what, { where: `${protocol}, byte ${String(offset)}` });
}

/** A byte as the specifications print it: `0x6b`. */
export const hex = (value: number): string => `0x${value.toString(16).padStart(2, "0")}`;
