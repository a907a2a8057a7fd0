/** A report's page as a document that selectors search. */
import { parseHTML } from "linkedom";

/** The part of a browser's types that is used here: a program for Node.js does not have them. */
export interface PageElement {
  readonly textContent: string;
  readonly className: string;
  readonly outerHTML: string;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  remove(): void;
}

/** Parses a whole page of HTML. */
export const parsePage = parseHTML as unknown as (text: string) => { readonly document: PageElement };
