/** Solved specs for the tests of plots, and a strict reader of the SVG that is drawn. */
import { readFileSync } from "node:fs";
import { DOMParser } from "linkedom";
import { parseSetOptions } from "../../cli/set-value.ts";
import { svgDocument } from "../../cli/svg-document.ts";
import { compile } from "../../compiler/driver.ts";
import type { Figure } from "../../runtime/plot/figure.ts";
import type { Subject } from "../../runtime/plot/kinds.ts";
import { render } from "../../runtime/plot/render.ts";
import { run } from "../../runtime/run.ts";

/** Compiles and solves a text. */
export async function solvedText(text: string, set: readonly string[] = [], name = "spec"): Promise<Subject> {
  const { diagnostics, model, task } = compile(text, { set: parseSetOptions(set) });
  if (!model || !task) throw new Error(diagnostics.map((each) => each.text).join("\n"));
  const { result, evaluator } = await run(task);
  return { name, model, task, result, ...(evaluator ? { evaluator } : {}) };
}

export function solved(file: string, ...set: string[]): Promise<Subject> {
  return solvedText(readFileSync(`examples/${file}`, "utf8"), set, file.replace(/^.*\/|\.mech$/g, ""));
}

export function draw(figure: Figure): string {
  return render(figure, svgDocument());
}

/** All texts of an SVG, in order. */
export function textsOf(svg: string): string[] {
  const parsed = new DOMParser().parseFromString(svg, "image/svg+xml") as unknown as { querySelectorAll(selector: string): Iterable<{ readonly textContent: string }> };
  return [...parsed.querySelectorAll("text")].map((each) => each.textContent);
}

/** What is not well-formed XML in a text; empty if it is. Knows elements, attributes in double quotes, texts and the five entities. */
export function xmlFaults(xml: string): string[] {
  const faults: string[] = [];
  const open: string[] = [];
  const text = /^(?:[^<&>]|&(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)+/i;
  const tag = /^<(\/?)([A-Za-z][\w:-]*)((?:\s+[A-Za-z][\w:-]*="(?:[^<&"]|&(?:amp|lt|gt|quot|apos|#\d+);)*")*)\s*(\/?)>/;
  let rest = xml.trim();
  while (rest !== "" && faults.length === 0) {
    const plain = text.exec(rest);
    const mark = plain ? undefined : tag.exec(rest);
    if (!plain && !mark) faults.push(`unexpected ${JSON.stringify(rest.slice(0, 60))}`);
    if (mark) {
      const [, closing, name = "", attributes = "", empty] = mark;
      const names = [...attributes.matchAll(/\s([\w:-]+)="/g)].map((each) => each[1]);
      if (new Set(names).size < names.length) faults.push(`an attribute is repeated in <${name}>`);
      if (closing === "/" && open.pop() !== name) faults.push(`</${name}> closes something else`);
      if (closing !== "/" && empty !== "/") open.push(name);
    }
    rest = rest.slice((plain ?? mark)?.[0].length ?? rest.length);
  }
  // Control characters are not allowed in XML, not even escaped.
  if (/(?![\n\t\r])\p{Cc}/u.test(xml)) faults.push("a control character");
  return open.length > 0 && faults.length === 0 ? [`<${open.join("><")}> is not closed`] : faults;
}
