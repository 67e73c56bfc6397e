/** Colours that depend on meaning: what a name stands for, and which words are keywords at their place. */
import { classify } from "../../grammar/contextual.ts";
import { lex } from "../../grammar/lexer.ts";
import { categoryOf, type TokenCategory } from "../../grammar/tokens.ts";
import { findDistribution } from "../../compiler/priors/registry.ts";
import type { SemanticTokens } from "./protocol.ts";
import type { Snapshot } from "./snapshot.ts";
import type { SymbolKind } from "../../compiler/symbols/symbols.ts";

/** The legend of the protocol: standard names, so that every colour theme knows them. */
export const tokenTypes = [
  "keyword",
  "namespace",
  "class",
  "enum",
  "enumMember",
  "parameter",
  "variable",
  "property",
  "function",
  "event",
  "number",
  "string",
  "comment",
  "operator",
  "macro",
  "type",
] as const;
export const tokenModifiers = ["declaration", "readonly", "defaultLibrary", "documentation"] as const;

type TokenName = (typeof tokenTypes)[number];
type Modifier = (typeof tokenModifiers)[number];

const ofKind: Readonly<Record<SymbolKind, TokenName>> = {
  model: "namespace",
  param: "variable",
  set: "enum",
  agents: "class",
  type: "property",
  state: "property",
  draw: "property",
  signal: "event",
  let: "variable",
  function: "function",
  message: "event",
  allocation: "property",
  transfer: "property",
  quantity: "variable",
  row: "macro",
  element: "enumMember",
  index: "parameter",
  parameter: "parameter",
  library: "namespace",
  "library function": "function",
  mover: "class",
};

const ofCategory: Readonly<Partial<Record<TokenCategory, TokenName>>> = {
  declaration: "keyword",
  "block-item": "keyword",
  control: "keyword",
  "word-operator": "keyword",
  boolean: "keyword",
  operator: "operator",
  literal: "number",
};
const derivedWords: Readonly<Record<string, TokenName>> = {
  Aggregate: "function",
  Count: "function",
  Nth: "function",
  Expectation: "function",
  WhenReports: "keyword",
  AndReports: "keyword",
};
/** Words that are keywords in one place only, with the kinds of tokens that stand in front of them there. */
const contextual = new Set(["With", "For", "To", "Private", "Report", "Reports", "Against", "Ties", "Within", "Maximize", "Minimize"]);

interface Piece {
  readonly start: number;
  readonly length: number;
  readonly type: TokenName;
  readonly modifiers: readonly Modifier[];
}

/** All tokens of a file in the encoding of the protocol (five numbers each, relative to the one before). */
export function semanticTokens(snapshot: Snapshot): SemanticTokens {
  const pieces = piecesOf(snapshot).flatMap((piece) => byLine(snapshot, piece));
  const data: number[] = [];
  let line = 0;
  let character = 0;
  for (const { start, length, type, modifiers } of pieces) {
    const at = snapshot.document.positionAt(start);
    data.push(
      at.line - line,
      at.line === line ? at.character - character : at.character,
      length,
      tokenTypes.indexOf(type),
      modifiers.reduce((bits, each) => bits | (1 << tokenModifiers.indexOf(each)), 0),
    );
    line = at.line;
    character = at.character;
  }
  return { data };
}

function piecesOf(snapshot: Snapshot): Piece[] {
  const { symbols, text, parsed } = snapshot;
  const names = new Map(symbols.occurrences.map((each) => [each.span.start, each]));
  const pieces: Piece[] = parsed.file.comments.map((comment) => ({
    start: comment.span.start,
    length: comment.span.end - comment.span.start,
    type: "comment",
    modifiers: comment.kind === "doc" ? ["documentation"] : [],
  }));
  for (const word of classify(text, lex(text).tokens).tokens) {
    const start = word.startOffset;
    const occurrence = names.get(start);
    const length = word.image.length;
    if (occurrence && occurrence.span.end - occurrence.span.start === length) {
      const { kind } = occurrence.definition;
      pieces.push({
        start,
        length,
        type: ofKind[kind],
        modifiers: [
          ...(occurrence.role === "definition" ? (["declaration"] as const) : []),
          ...(kind === "param" ? (["readonly"] as const) : []),
          ...(kind === "library function" ? (["defaultLibrary"] as const) : []),
        ],
      });
      continue;
    }
    const name = word.tokenType.name;
    const type = name === "String" ? "string" : (derivedWords[name] ?? (contextual.has(name) ? "keyword" : ofCategory[categoryOf(name)]));
    if (type) pieces.push({ start, length, type, modifiers: type === "function" ? ["defaultLibrary"] : [] });
    else if (findDistribution(word.image)) pieces.push({ start, length, type: "type", modifiers: ["defaultLibrary"] });
    else if (name === "Caller") pieces.push({ start, length, type: "function", modifiers: ["defaultLibrary"] });
  }
  return pieces.sort((a, b) => a.start - b.start);
}

/** A token of the protocol lies on one line. */
function byLine({ text }: Snapshot, piece: Piece): Piece[] {
  const { start, length } = piece;
  const image = text.slice(start, start + length);
  if (!image.includes("\n")) return [piece];
  let at = start;
  return image.split("\n").flatMap((line) => {
    const own = { ...piece, start: at, length: line.replace(/\r$/, "").length };
    at += line.length + 1;
    return own.length > 0 ? [own] : [];
  });
}
