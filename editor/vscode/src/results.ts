/** What the server answers to a command, as a page. */
import type { Page, Part } from "./html.ts";

const titles: Readonly<Record<string, string>> = { "mech.solve": "Solution", "mech.expand": "Expanded spec", "mech.showProgram": "Program", "mech.plot": "Plot" };

/** Whether a text is a picture. */
const isPicture = (text: string): boolean => /^\s*(?:<\?xml[^>]*\?>\s*)?<svg[\s>]/.test(text);

function partOf(text: string): Part {
  return isPicture(text) ? { kind: "picture", svg: text } : { kind: "text", text };
}

/**
 * The page for an answer: text as it is, SVG as a picture, anything else as JSON, so that no answer is lost.
 *
 * @param file the name of the spec, for the title
 * @example pageOf("mech.solve", "myerson.mech", "revenue  8/5\n")
 */
export function pageOf(command: string, file: string, answer: unknown): Page {
  const text = typeof answer === "string" ? answer : answer === null || answer === undefined ? "There is no answer." : JSON.stringify(answer, undefined, 2);
  return { title: `${titles[command] ?? command}: ${file}`, parts: [partOf(text)] };
}
