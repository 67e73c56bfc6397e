/** Shared shapes of the printed text: lists, brackets, what follows `=`, and parentheses where the tree needs them. */
import { builders } from "prettier/doc";
import type { Doc } from "prettier";
import type { Expression } from "../ast.ts";

const { fill, group, hardline, indent, join, line, softline } = builders;

/** Prints the child at the end of a path of keys, with its comments. */
export type At = (...keys: (string | number)[]) => Doc;

/** Whether comments were attached to a node, which then must be printed by itself and may need lines of its own. */
export function hasComments(node: object): boolean {
  return "comments" in node && Array.isArray(node.comments) && node.comments.length > 0;
}

function isShort(entry: Expression): boolean {
  return (
    !hasComments(entry) &&
    (entry.kind === "number" || entry.kind === "boolean" || (entry.kind === "reference" && entry.indices.length === 0) || isFraction(entry))
  );
}

/** `2/5`: a number in all but syntax. */
export function isFraction(entry: Expression): boolean {
  return entry.kind === "binary" && entry.operator === "/" && isPlainNumber(entry.left) && isPlainNumber(entry.right);
}

function isPlainNumber(entry: Expression): boolean {
  return entry.kind === "number" && !hasComments(entry);
}

/** `a, b, c`: short entries fill the lines, others get a line each once they do not fit on one. */
export function commaSeparated(entries: readonly Expression[], print: (index: number) => Doc): Doc {
  const docs = entries.map((_, index) => print(index));
  if (!entries.every(isShort)) return join([",", line], docs);
  return fill(
    join(
      [line],
      docs.map((doc, index) => (index < docs.length - 1 ? [doc, ","] : doc)),
    ),
  );
}

/** Brackets around a content that may go on lines of its own; `space` is what stands inside them on one line. */
export function bracketed(open: string, content: Doc, close: string, space: "" | " " = ""): Doc {
  const inside = space === " " ? line : softline;
  return group([open, indent([inside, content]), inside, close]);
}

const hugging = new Set<Expression["kind"]>(["list", "set", "table", "builder", "tuple", "call", "expectation"]);

/** What stands behind `=` or `~`: on the same line, or indented on the next. */
export function behind(sign: string, value: Expression, printed: Doc): Doc {
  if (hugging.has(value.kind) && !hasComments(value)) return [" ", sign, " ", printed];
  return group([" ", sign, indent([line, printed])]);
}

/** Parentheses that the tree needs and no author wrote, in the layout of written ones. */
export function parenthesizedIf(condition: boolean, printed: Doc): Doc {
  return condition ? bracketed("(", printed, ")") : printed;
}

/** Items under each other; one blank line is kept where the author left some. */
export function stacked(docs: readonly Doc[], blankAfter: (index: number) => boolean): Doc {
  return docs.map((doc, index) => (index === docs.length - 1 ? doc : [doc, hardline, blankAfter(index) ? hardline : ""]));
}
