/** The DOM in which the server draws; it has no window of its own. */
import { parseHTML } from "linkedom";
import type { SvgDocument } from "../../runtime/plot/svg.ts";

export function svgDocument(): SvgDocument {
  const window = parseHTML("<!doctype html><html><body></body></html>") as unknown as { readonly document: SvgDocument };
  return window.document;
}
