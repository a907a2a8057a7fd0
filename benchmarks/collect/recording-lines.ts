/** Lines of a recording, whichever system wrote them: without the byte order mark that Windows puts first, and its carriage returns. */
export function linesOf(text: string): string[] {
  return text.replace(/^\uFEFF/u, "").split(/\r?\n/u);
}
