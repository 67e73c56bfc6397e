/** The DOM in which the server draws; it has no window of its own. */
import { parseHTML } from "linkedom";
import type { SvgDocument } from "../../runtime/plot/svg.ts";

export function svgDocument(): SvgDocument {
  return parseHTML("<!doctype html><html><body></body></html>").document as unknown as SvgDocument;
}
