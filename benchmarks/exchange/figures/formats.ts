/** What figures are exported as; apart from what writes them, so that naming them loads nothing. */

export const figureFormats = ["svg", "png"] as const;
export type FigureFormat = (typeof figureFormats)[number];
