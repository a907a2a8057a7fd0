/** What a part found: a sentence, and the figures that it stands on. */
export interface Finding {
  readonly text: string;
  readonly figures: Readonly<Record<string, unknown>>;
}
