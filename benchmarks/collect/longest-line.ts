/** Characters of a line of a recording: no line of a tool that is read here comes near it. */
export const longestLine = 16_384;
