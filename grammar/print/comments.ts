/** Comments: which nodes may carry them, and where the rest goes. */
import { builders } from "prettier/doc";
import type { AstPath, Doc } from "prettier";
import type { Comment, Node } from "../ast.ts";

const { join, literalline } = builders;

/** A comment while prettier carries it around. */
export type AttachedComment = Comment & { leading?: boolean; trailing?: boolean; printed?: boolean; enclosingNode?: Carrier; precedingNode?: Carrier; followingNode?: Carrier };
/** A node while comments are attached to it. */
export type Carrier = Node & { comments?: AttachedComment[] };

/** Nodes that are printed through the path, so that prettier prints their comments with them. */
const carriers = new Set<Node["kind"]>([
  "model", "cite", "use", "param", "set-declaration", "agents", "state", "prior", "let", "function", "information", "mechanism",
  "payoff-declaration", "outside", "incentives", "participation", "require", "quantity", "move", "assert", "show",
  "draw", "signal", "message", "allocation", "transfer", "feasible",
  "number", "string", "boolean", "reference", "call", "unary", "binary", "conditional", "group", "tuple", "list", "set", "builder",
  "table", "range", "aggregate", "expectation", "payoff", "deviation", "binder",
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

/** A comment in a node without children, such as `model /* here *\/ x`, goes in front of the node. */
export function attachInside(comment: AttachedComment): boolean {
  const { enclosingNode: node, precedingNode, followingNode } = comment;
  if (node === undefined || precedingNode !== undefined || followingNode !== undefined) return false;
  if (node.kind === "mechanism" || node.kind === "information" || node.kind === "file") return false;
  comment.leading = true;
  comment.trailing = false;
  comment.printed = false;
  node.comments = [...(node.comments ?? []), comment];
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
