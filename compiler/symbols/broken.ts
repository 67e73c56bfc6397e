/**
 * Declarations that are not in the tree because they have a syntax error. Their words are read one by one, so that a
 * declaration in the middle of being typed keeps its place in the outline, and its names keep their meaning.
 */
import type * as ast from "../../grammar/ast.ts";
import { classify, type TokenStream } from "../../grammar/contextual.ts";
import type { Span } from "../../grammar/index.ts";
import { lex } from "../../grammar/lexer.ts";
import { categoryOf } from "../../grammar/tokens.ts";
import type { Definition, SymbolKind } from "./symbols.ts";

export interface BrokenPart {
  /** Names that the declarations of this part would give. */
  readonly definitions: readonly Definition[];
  /** Indices, `i in S`, known in the whole part. */
  readonly binders: readonly Definition[];
  /** Every word that may be a name. */
  readonly words: readonly ast.Name[];
}

const kinds: Readonly<Record<string, SymbolKind>> = {
  Param: "param",
  Set: "set",
  Agents: "agents",
  Type: "type",
  State: "state",
  Let: "let",
  Function: "function",
  Quantity: "quantity",
  Message: "message",
  Allocation: "allocation",
  Transfer: "transfer",
  Draw: "draw",
  Signal: "signal",
};

/** The parts of a text that hold code and belong to no declaration of its tree. */
export function brokenParts(file: ast.SourceFile, text: string): BrokenPart[] {
  return gaps(file).flatMap((gap) => {
    const code = withoutComments(text, gap, file.comments);
    // Between declarations there is blank text; braces and the like have no names in them.
    if (!/[A-Za-z_]/.test(code)) return [];
    return [readPart(code, gap)];
  });
}

function gaps(file: ast.SourceFile): Span[] {
  const found: Span[] = [];
  const between = (items: readonly { readonly span: Span }[], outer: Span): void => {
    let at = outer.start;
    for (const { span } of [...items, { span: { start: outer.end, end: outer.end } }]) {
      if (span.start > at + 1) found.push({ start: at, end: span.start });
      at = Math.max(at, span.end);
    }
  };
  between(file.items, file.span);
  for (const item of file.items) {
    if (item.kind === "mechanism" || item.kind === "information") between(item.items, { start: item.span.start + item.kind.length, end: item.span.end });
  }
  return found;
}

/** The text of a gap in which every comment is blank, so that offsets stay. */
function withoutComments(text: string, gap: Span, comments: readonly ast.Comment[]): string {
  let code = "";
  let at = gap.start;
  for (let k = firstCommentFrom(comments, gap.start); k < comments.length; k++) {
    const { span } = comments[k] as ast.Comment;
    if (span.start >= gap.end) break;
    const end = Math.min(span.end, gap.end);
    code += text.slice(at, span.start) + " ".repeat(Math.max(0, end - span.start));
    at = end;
  }
  return code + text.slice(at, gap.end);
}

function firstCommentFrom(comments: readonly ast.Comment[], offset: number): number {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.span.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function readPart(code: string, gap: Span): BrokenPart {
  const stream: TokenStream = classify(code, lex(code).tokens);
  const definitions: Definition[] = [];
  const binders: Definition[] = [];
  const words: ast.Name[] = [];
  stream.tokens.forEach((word, k) => {
    const kind = word.tokenType.name;
    if (categoryOf(kind) !== "name" && categoryOf(kind) !== "contextual") return;
    const start = gap.start + word.startOffset;
    const name: ast.Name = { text: word.image, span: { start, end: start + word.image.length } };
    words.push(name);
    const declared = kinds[stream.tokens[k - 1]?.tokenType.name ?? ""];
    if (declared) definitions.push({ name: name.text, kind: declared, span: name.span });
    const before = stream.tokens[k - 1]?.image ?? "";
    const binds = stream.tokens[k + 1]?.tokenType.name === "In" && ["(", "[", "{", ",", "for"].includes(before);
    if (binds && !binders.some((each) => each.name === name.text))
      binders.push({ name: name.text, kind: "index", span: name.span, scope: gap, ...setOf(stream.tokens[k + 2], gap) });
  });
  return { definitions, binders, words };
}

/** The set of a binder, if it is a name. */
function setOf(word: TokenStream["tokens"][number] | undefined, gap: Span): { readonly set?: ast.Expression } {
  if (word?.tokenType.name !== "Name") return {};
  const start = gap.start + word.startOffset;
  const span: Span = { start, end: start + word.image.length };
  return { set: { kind: "reference", name: { text: word.image, span }, indices: [], span } };
}
