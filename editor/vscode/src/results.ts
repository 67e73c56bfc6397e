/** What the server answers to a command, as a page. */
import type { Content, Page } from "./html.ts";

/** The title of a command's answer, and what kind of text it is unless it is a picture. */
const answers: Readonly<Record<string, { readonly title: string; readonly kind: Content["kind"] }>> = {
  "mech.solve": { title: "Solution", kind: "markdown" },
  "mech.expand": { title: "Expanded spec", kind: "text" },
  "mech.showProgram": { title: "Program", kind: "text" },
  "mech.plot": { title: "Plot", kind: "markdown" },
};

/** Whether a text is a picture. */
const isPicture = (text: string): boolean => /^\s*(?:<\?xml[^>]*\?>\s*)?<svg[\s>]/.test(text);

/**
 * The page for an answer. What is no text is shown as JSON, so that no answer is lost.
 *
 * @param file the name of the spec, for the title
 * @example pageOf("mech.solve", "myerson.mech", "# myerson: optimal\n")
 */
export function pageOf(command: string, file: string, answer: unknown): Page {
  const { title, kind } = answers[command] ?? { title: command, kind: "text" };
  const named = { title: `${title}: ${file}` };
  if (typeof answer === "string") return { ...named, content: { kind: isPicture(answer) ? "picture" : kind, text: answer } };
  return { ...named, content: { kind: "text", text: JSON.stringify(answer, undefined, 2) } };
}
