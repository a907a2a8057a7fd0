/** Names of exported files that say their place on the page and their title: `03-response-time-by-percentile.svg`. */

export function titledFile(index: number, title: string, ending: string): string {
  const words = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, "-")
    .slice(0, 40)
    .replaceAll(/^-|-$/gu, "");
  return `${String(index + 1).padStart(2, "0")}-${words}.${ending}`;
}
