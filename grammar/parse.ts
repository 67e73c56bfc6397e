/** `parse`: text to tree and faults. */
import type { Comment, InformationBlock, Item, MechanismBlock, ParseResult, SyntaxFault } from "./ast.ts";
import { spanOf } from "./build-ast.ts";
import { classify } from "./contextual.ts";
import type { TokenStream } from "./contextual.ts";
import { tidy } from "./faults.ts";
import { builderMessages } from "./lexical-messages.ts";
import { lex } from "./lexer.ts";
import { messageFor } from "./messages.ts";
import { MechParser } from "./parser.ts";
import type { Problem } from "./parser.ts";
import { Place } from "./situation.ts";
import type { Situation } from "./situation.ts";

let parser: MechParser | undefined;

/** One instance, made when it is first needed: analysing the grammar is most of the cost of a small file. */
function theParser(): MechParser {
  parser ??= new MechParser();
  return parser;
}

/** The end of the token before, which is where something is missing. */
function gap({ stream, index }: Situation, length: number): SyntaxFault["span"] {
  const before = stream.tokens[index - 1];
  const at = before === undefined ? Math.min(stream.tokens[index]?.startOffset ?? length, length) : spanOf(before).end;
  return { start: at, end: at };
}

function toFault(problem: Problem, text: string): SyntaxFault {
  if (problem.kind === "fault") {
    const row = builderMessages.find(({ code }) => code === problem.code);
    const covered = text.slice(problem.span.start, problem.span.end);
    return {
      code: problem.code,
      message: row?.message(covered) ?? problem.code,
      ...(row?.hint === undefined ? {} : { hint: row.hint }),
      span: problem.span,
    };
  }
  const { situation } = problem;
  const place = new Place(situation);
  const row = messageFor(place);
  const found = situation.stream.tokens[situation.index];
  const span = row.at === "gap" || found === undefined ? gap(situation, text.length) : spanOf(found);
  const hint = row.hint?.(place);
  return { code: row.code, message: row.message(place), ...(hint === undefined ? {} : { hint }), span };
}

/** Whether the text between the start of the declaration and the mistake has a hole, which explains the mistake. */
function explained(problem: Problem, stream: TokenStream, holes: readonly number[]): boolean {
  if (problem.kind === "fault") return false;
  const { index, itemStart } = problem.situation;
  const from = stream.tokens[Math.max(0, Math.min(itemStart, index) - 1)]?.startOffset ?? 0;
  const to = stream.tokens[index]?.startOffset ?? Infinity;
  return holes.some((hole) => hole >= from && hole <= to);
}

type Documented = Item | InformationBlock["items"][number] | MechanismBlock["items"][number];

/** Gives every declaration the `///` lines that stand right above it. */
function withDocs<T extends Documented>(item: T, docs: ReadonlyMap<number, string>): T {
  const doc = docs.get(item.span.start);
  const documented = doc === undefined ? item : { ...item, doc };
  if (documented.kind === "mechanism") return { ...documented, items: documented.items.map((inner) => withDocs(inner, docs)) };
  if (documented.kind === "information") return { ...documented, items: documented.items.map((inner) => withDocs(inner, docs)) };
  return documented;
}

/** The text of a run of `///` comments by the offset of the token behind them. */
function docsByToken(text: string, comments: readonly Comment[], stream: TokenStream): Map<number, string> {
  const docs = new Map<number, string>();
  let next = 0;
  let run: string[] = [];
  let runToken = -1;
  for (const comment of comments) {
    while (next < stream.tokens.length && (stream.tokens[next]?.startOffset ?? 0) < comment.span.start) next++;
    if (runToken !== next || comment.kind !== "doc") run = [];
    runToken = next;
    // Only for `///`, of which a line has one: looking back to the start of the line is then linear in all.
    if (comment.kind !== "doc" || text.slice(text.lastIndexOf("\n", comment.span.start - 1) + 1, comment.span.start).trim() !== "") continue;
    run.push(comment.text.slice(3).replace(/^ /, "").trimEnd());
    const follower = stream.tokens[next];
    if (follower !== undefined) docs.set(follower.startOffset, run.join("\n"));
  }
  return docs;
}

/**
 * Reads a `.mech` text. Never throws: mistakes are returned as faults, in the order of the text and at most fifty, and
 * the declarations that contain none of them are in the tree.
 *
 * @example
 * const { file, faults } = parse("param n = 2\nagents bidder = 1..n");
 * file.items.map((item) => item.kind); // ["param", "agents"]
 * faults; // []
 */
export function parse(text: string): ParseResult {
  const lexed = lex(text);
  const stream = classify(text, lexed.tokens);
  const { items, problems } = theParser().read(stream);
  const unexplained = problems.filter((problem) => !explained(problem, stream, lexed.holes));
  const docs = docsByToken(text, lexed.comments, stream);
  return {
    file: { kind: "file", items: items.map((item) => withDocs(item, docs)), comments: lexed.comments, span: { start: 0, end: text.length } },
    faults: tidy([...lexed.faults, ...unexplained.map((problem) => toFault(problem, text))], text.length),
  };
}
