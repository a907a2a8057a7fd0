/** What a text says as JSON; undefined where it is none, or was cut short. */
export function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
