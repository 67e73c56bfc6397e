/**
 * Parsing on every key. What stands far from the change keeps its tree; only the declarations around it are read again,
 * so that the cost of a key depends on the size of a declaration and not on the size of the file.
 */
import { parse } from "../../grammar/index.ts";
import type { Comment, Item, ParseResult, Span, SyntaxFault } from "../../grammar/index.ts";
import { MAX_FAULTS } from "../../grammar/faults.ts";

/** A text with its tree. */
export interface Parsed {
  readonly text: string;
  readonly result: ParseResult;
}

/** The part that differs between two texts: `[start, oldEnd)` became `[start, newEnd)`. */
interface Change {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

function changeBetween(before: string, after: string): Change {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let tail = 0;
  while (tail < shorter - start && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)) tail++;
  return { start, oldEnd: before.length - tail, newEnd: after.length - tail };
}

/** Declarations that are read again on either side of the change, because their neighbours decide where they end. */
const MARGIN = 2;

/**
 * The tree of a text, made from that of an earlier text where this is safe and from nothing where it is not. The result
 * is the same as that of `parse(text)`.
 *
 * @example reparse("param n = 23", { text: "param n = 2", result: parse("param n = 2") })
 */
export function reparse(text: string, before?: Parsed): ParseResult {
  if (before?.text === text) return before.result;
  return (before && partial(text, before)) ?? parse(text);
}

function partial(text: string, { text: old, result }: Parsed): ParseResult | undefined {
  const { items, comments } = result.file;
  // A brace or comment that is still open reaches past the declarations around the change.
  if (result.faults.some((fault) => reaching.has(fault.code)) || result.faults.length >= MAX_FAULTS) return undefined;
  const change = changeBetween(old, text);
  const shift = change.newEnd - change.oldEnd;
  const first = items.findLastIndex((item) => item.span.end < change.start) - MARGIN + 1;
  const from = items[first];
  if (from === undefined) return undefined;
  const last = firstBehind(items, old, change.oldEnd);
  const until = items[last];
  // At the end of the file there is nothing behind the change that could tell whether it reaches further.
  const oldEnd = until === undefined ? old.length : endOfLine(old, until.span.end);
  const start = from.span.start;
  // A fault of the declaration in front may be said of the word that begins this one.
  if (!beginsLine(old, start) || result.faults.some((fault) => fault.span.start <= start && fault.span.end >= start)) return undefined;
  const region = parse(text.slice(start, oldEnd + shift));
  if (region.faults.some((fault) => reaching.has(fault.code))) return undefined;
  const shiftedFaults = region.faults.map((fault) => moved(fault, start));
  if (until !== undefined && !endsAs(region, until, start, shift, text)) return undefined;
  const regionItems = region.file.items.map((item) => documented(moved(item, start), from));
  const behind = until === undefined ? [] : items.slice(last + 1);
  const faults = [
    ...result.faults.filter((fault) => fault.span.end < start),
    ...shiftedFaults,
    ...result.faults.filter((fault) => until !== undefined && fault.span.start > oldEnd).map((fault) => moved(fault, shift)),
  ];
  if (faults.length >= MAX_FAULTS) return undefined;
  const allItems: Item[] = [...items.slice(0, first), ...regionItems, ...behind.map((item) => moved(item, shift))];
  const allComments: Comment[] = [
    ...comments.filter((comment) => comment.span.end <= start),
    ...region.file.comments.map((comment) => moved(comment, start)),
    ...(until === undefined ? [] : comments.filter((comment) => comment.span.start >= oldEnd).map((comment) => moved(comment, shift))),
  ];
  return { file: { kind: "file", items: allItems, comments: allComments, span: { start: 0, end: text.length } }, faults };
}

/** Faults by which a text means something else further down, that silence others, or that are said only once in a file. */
const reaching = new Set([
  "unclosed-string",
  "unexpected-character",
  "unclosed-block",
  "unclosed-comment",
  "block-without-brace",
  "unmatched-bracket",
  "semicolon",
  "mixed-braces",
  "too-deep",
  "too-long",
]);

/** The declaration at which the reading ends: {@link MARGIN} behind the change, and the last on its line. */
function firstBehind(items: readonly Item[], text: string, end: number): number {
  let index = items.findIndex((item) => item.span.start > end);
  if (index < 0) return items.length;
  index += MARGIN - 1;
  while (index + 1 < items.length && (items[index + 1]?.span.start ?? 0) < endOfLine(text, items[index]?.span.end ?? 0)) index++;
  return index;
}

/** The comment that documents the first declaration stands in front of the region. */
function documented(item: Item, first: Item): Item {
  return item.span.start === first.span.start && first.doc !== undefined ? { ...item, doc: first.doc } : item;
}

/** Whether the region ends with the unchanged declaration, and nothing is wrong in or behind it. */
function endsAs({ file, faults }: ParseResult, until: Item, start: number, shift: number, text: string): boolean {
  const found = file.items.at(-1);
  const at = until.span.start + shift - start;
  if (found?.kind !== until.kind || found.span.start !== at || found.span.end !== until.span.end + shift - start) return false;
  return faults.every((fault) => fault.span.end < at) && beginsLine(text, until.span.start + shift);
}

function beginsLine(text: string, offset: number): boolean {
  return text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset).trim() === "";
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end < 0 ? text.length : end;
}

/** The same node at another place. Every object of the tree is plain data, and every pair `start`, `end` is a span. */
function moved<T extends Item | Comment | SyntaxFault>(node: T, by: number): T {
  return by === 0 ? node : (move(node, by) as T);
}

function move(node: unknown, by: number): unknown {
  if (Array.isArray(node)) return node.map((each) => move(each, by));
  if (typeof node !== "object" || node === null) return node;
  if (isSpan(node)) return { start: node.start + by, end: node.end + by };
  const copy: Record<string, unknown> = {};
  for (const key in node) copy[key] = move((node as Record<string, unknown>)[key], by);
  return copy;
}

function isSpan(node: object): node is Span {
  return "start" in node && typeof node.start === "number";
}
