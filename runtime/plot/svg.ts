/** The little of the DOM that drawing needs, so that a browser's page and a library's serve alike. */

export const svgNamespace = "http://www.w3.org/2000/svg";

export interface SvgElement {
  readonly outerHTML: string;
  readonly firstChild: SvgElement | null;
  textContent: string | null;
  setAttribute(name: string, value: string): void;
  append(...children: SvgElement[]): void;
  insertBefore(child: SvgElement, before: SvgElement | null): unknown;
}

export interface SvgDocument {
  createElementNS(namespace: string, name: string): SvgElement;
}

export function element(page: SvgDocument, name: string, attributes: Readonly<Record<string, string>>): SvgElement {
  const made = page.createElementNS(svgNamespace, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

export function textElement(page: SvgDocument, name: string, attributes: Readonly<Record<string, string>>, text: string): SvgElement {
  const made = element(page, name, attributes);
  made.textContent = text;
  return made;
}

/** At most so many characters. */
export function clipped(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, Math.max(1, length - 1))}…`;
}

/** Control characters, which a string of a spec may hold, are not allowed in XML. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cs}\uFFFE\uFFFF]|(?!\n)\p{Cc}/gu, " ");
}
