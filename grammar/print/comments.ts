/** Comments: which nodes may carry them, and where the rest goes. */
import { builders } from "prettier/doc";
import type { AstPath, Doc } from "prettier";
import type { Comment, Node } from "../ast.ts";

const { join, literalline } = builders;

/** A comment while prettier carries it around. */
export type AttachedComment = Comment & {
  leading?: boolean;
  trailing?: boolean;
  printed?: boolean;
  enclosingNode?: Carrier;
  precedingNode?: Carrier;
  followingNode?: Carrier;
};
/** A node while comments are attached to it. The file knows the text that it was parsed from. */
export type Carrier = Node & { comments?: AttachedComment[]; readonly source?: string };

/** Nodes that are printed through the path, so that prettier prints their comments with them. */
const carriers = new Set<Node["kind"]>([
  "model",
  "cite",
  "use",
  "param",
  "set-declaration",
  "agents",
  "state",
  "prior",
  "let",
  "function",
  "information",
  "mechanism",
  "payoff-declaration",
  "outside",
  "incentives",
  "participation",
  "require",
  "quantity",
  "move",
  "assert",
  "show",
  "draw",
  "signal",
  "message",
  "allocation",
  "transfer",
  "feasible",
  "number",
  "string",
  "boolean",
  "reference",
  "call",
  "unary",
  "binary",
  "conditional",
  "group",
  "tuple",
  "list",
  "set",
  "builder",
  "table",
  "range",
  "aggregate",
  "expectation",
  "payoff",
  "deviation",
  "binder",
]);

export function canAttachComment(node: { readonly kind?: string; readonly span?: unknown }): boolean {
  return node.span !== undefined && carriers.has((node as Node).kind);
}

/** The text as it stands; the later lines of a block comment keep their own indentation. */
function textOf(comment: Comment): Doc {
  return join(literalline, comment.text.trimEnd().split(/\r?\n/));
}

export function printComment(path: AstPath<unknown>): Doc {
  return textOf(path.node as AttachedComment);
}

export function isBlockComment(comment: Comment): boolean {
  return comment.kind === "block";
}

/** Nodes whose layout has a line break at every place where a child begins or ends, so that a `//` can stay there. */
const breakable = new Set<Node["kind"]>(["list", "set", "tuple", "table", "call", "reference", "expectation", "group", "binary", "conditional", "aggregate"]);

function withoutComments(text: string): string {
  return text.replace(/\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/|\/\/[^\n]*/g, "");
}

/** Whether the comment stands between the key and the value of a table, which are not broken apart. */
function atColon({ precedingNode, followingNode, span }: AttachedComment, text: string): boolean {
  if (precedingNode === undefined) return false;
  const around = text.slice(precedingNode.span.end, span.start) + text.slice(span.end, followingNode?.span.start ?? span.end);
  return withoutComments(around).includes(":");
}

/** The declaration that a comment stands in: one of the file's, or of a block's. */
function declarationAround(items: readonly Carrier[], start: number): Carrier | undefined {
  const item = items.find(({ span }) => span.start <= start && start < span.end);
  return item?.kind === "mechanism" || item?.kind === "information" ? declarationAround(item.items, start) : item;
}

/**
 * Moves a comment in front of the declaration it stands in, if it would not be safe where it is: a comment that ends a
 * line needs a line break behind it, and two of them must not meet on one line. Short `/* comments *\/` always stay.
 */
export function hoist(comment: AttachedComment, text: string, ast: Carrier, isAlone: boolean): boolean {
  const { enclosingNode: node, precedingNode, followingNode } = comment;
  if (node === undefined || ast.kind !== "file" || node.kind === "file" || node.kind === "mechanism" || node.kind === "information") return false;
  const isInline = !isAlone && comment.kind === "block" && !comment.text.includes("\n");
  const hasNeighbour = precedingNode !== undefined || followingNode !== undefined;
  if (hasNeighbour && (isInline || (breakable.has(node.kind) && !comment.text.includes("\n") && !(node.kind === "table" && atColon(comment, text)))))
    return false;
  const target = isInline ? node : declarationAround(ast.items, comment.span.start);
  if (target === undefined) return false;
  comment.leading = true;
  comment.trailing = false;
  comment.printed = false;
  target.comments = [...(target.comments ?? []), comment];
  return true;
}

/** The comments of a block or a file that has no items. */
export function danglingComments(node: Carrier): Doc[] {
  const dangling = (node.comments ?? []).filter((comment) => comment.leading !== true && comment.trailing !== true);
  return dangling.map((comment) => {
    comment.printed = true;
    return textOf(comment);
  });
}

/** `// prettier-ignore` above a declaration leaves it as it is. */
export function isIgnored(node: Carrier): boolean {
  return (node.comments ?? []).some((comment) => comment.leading === true && /^\/\/\/?\s*prettier-ignore\s*$/.test(comment.text));
}
