/** Quick fixes of what people write who come from other languages, or from the page: seen from the text around a syntax error. */
import { didYouMean } from "../../../compiler/diagnostics/suggest.ts";
import type { Fix } from "../../../compiler/diagnostics/diagnostic.ts";
import type { Span, SyntaxFault } from "../../../grammar/index.ts";
import { lex } from "../../../grammar/lexer.ts";
import { categoryOf, wordsOf } from "../../../grammar/tokens.ts";
import type { Snapshot } from "../snapshot.ts";
import { insert, replace } from "./edits.ts";

/** The line of a mistake, cut there. */
interface Place {
  readonly before: string;
  readonly after: string;
  readonly span: Span;
  readonly snapshot: Snapshot;
}

type Maker = (place: Place) => Fix | undefined;

/** Words of other modelling languages for what begins a declaration here. */
const synonyms: Readonly<Record<string, string>> = {
  agent: "agents",
  player: "agents",
  players: "agents",
  parameter: "param",
  const: "param",
  constant: "param",
  types: "type",
  states: "state",
  distribution: "prior",
  utility: "payoff",
  constraint: "require",
  objective: "quantity",
  variable: "allocation",
  def: "function",
  define: "let",
  import: "use",
  include: "use",
  signals: "signal",
  messages: "message",
};

const keywords = [...wordsOf("declaration"), ...wordsOf("block-item")];

const declarationWord: Maker = ({ after, span }) => {
  if (after.startsWith("--")) return replace("Make it a comment", { start: span.start, end: span.start + 2 }, "//");
  const word = /^[A-Za-z_]\w*/.exec(after)?.[0];
  if (word === undefined) return undefined;
  const lower = word.toLowerCase();
  const meant = keywords.includes(lower) ? lower : (synonyms[lower] ?? didYouMean(lower, keywords));
  return meant === undefined ? undefined : replace(`Write \`${meant}\``, { start: span.start, end: span.start + word.length }, meant);
};

const character: Maker = ({ before, after, span }) => {
  const start = span.start;
  if (/^\.[0-9]/.test(after) && !/[\w)\]}]$/.test(before)) return insert("Write `0` in front of the point", start, "0");
  if (after.startsWith("#")) return replace("Make it a comment", { start, end: start + 1 }, "//");
  const percent = after.startsWith("%") ? /[0-9]+(?:\.[0-9]+)?$/.exec(before)?.[0] : undefined;
  return percent === undefined ? undefined : replace(`Write \`${percent}/100\``, { start, end: start + 1 }, "/100");
};

/** `1_000` is a number in other languages. */
const separated: Maker = ({ before, after, span }) => {
  const head = /[0-9]+$/.exec(before)?.[0];
  const tail = /^(?:_[0-9]{3})+(?!\w)/.exec(after)?.[0];
  if (head === undefined || tail === undefined) return undefined;
  const joined = head + tail.replaceAll("_", "");
  return replace(`Write \`${joined}\``, { start: span.start - head.length, end: span.start + tail.length }, joined);
};

/** `require a: ... for all i in S` becomes `require a[i in S]: ...`; so does `require a: forall(i in S) ...`. */
function quantifier({ before, after, span: { start } }: Place): Fix | undefined {
  const head = /^\s*(?:require|feasible)\s+\w+(?=\s*:)/.exec(before);
  if (!head) return undefined;
  const at = start - before.length + head[0].length;
  const behind = /^for\s+(?:all\s+|each\s+|every\s+)?(\w+)\s+in\s+(\w+)\s*(?=$|\/\/)/.exec(after);
  const front = /\b(?:forall|foreach)\s*\(\s*(\w+)\s+in\s+(\w+)\s*\)\s*$/.exec(before);
  const found = behind ?? front;
  if (!found) return undefined;
  const binder = `[${found[1] ?? ""} in ${found[2] ?? ""}]`;
  const gap = behind ? (/\s*$/.exec(before)?.[0].length ?? 0) : found[0].length;
  const removed = { start: start - gap, end: behind ? start + found[0].length : start };
  return {
    title: `Write \`${binder}\` behind the label`,
    edits: [
      { span: { start: at, end: at }, newText: binder },
      { span: removed, newText: "" },
    ],
  };
}

const leftover: Maker = (place) => {
  const { before, after, span, snapshot } = place;
  const line = before.trimStart();
  const meant = quantifier(place);
  if (meant) return meant;
  if (/^(?:agents|set)\b.*=\s*\w+\s*$/.test(line) && after.startsWith(":")) return replace("Write `..`", { start: span.start, end: span.start + 1 }, "..");
  const hyphens = /^model\s+(\w+)$/.exec(line) && /^(?:-\w+)+/.exec(after);
  if (hyphens) return replace("Write `_`", { start: span.start, end: span.start + hyphens[0].length }, hyphens[0].replaceAll("-", "_"));
  if (!/^[A-Za-z_0-9]/.test(after) || !/[\w)\]]\s+$/.test(before) || /\b(?:forall|foreach|for)\b/.test(line + after)) return undefined;
  const listed = /^show\b/.test(line);
  const end = snapshot.text.slice(0, span.start).trimEnd().length;
  return listed ? insert("Insert a comma", end, ",") : insert("Insert `*`", span.start, "* ");
};

/** The name of a model is no text; the text may stand behind it. */
const nameForTitle: Maker = ({ before, after, span }) => {
  const title = /^\s*model\s*$/.test(before) ? /^\s*"([^"\\]*)"/.exec(after)?.[1] : undefined;
  if (title === undefined) return undefined;
  const words = title.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const name = words.join("_").replace(/^(?=[0-9]|$)/, "model_");
  return insert(`Call it \`${name}\``, span.start, `${/\s$/.test(before) ? "" : " "}${name}${/^\s/.test(after) ? "" : " "}`);
};

const otherToken: Maker = ({ before, after, span: { start } }) => {
  const restated = /^\s*(?:payoff|outside)\s+\w+\[\s*\w+\s*$/.test(before) ? /^in\s+\w+\s*(?=\])/.exec(after)?.[0] : undefined;
  if (restated !== undefined) return replace(`Remove \`${restated.trim()}\``, { start: start - (/\s*$/.exec(before)?.[0].length ?? 0), end: start + restated.length }, "");
  const ends = /\bwithin\s*$/.test(before) ? /^\(([^()]*,[^()]*)\)/.exec(after) : undefined;
  return ends ? replace("Write square brackets", { start, end: start + ends[0].length }, `[${ends[1] ?? ""}]`) : undefined;
};

const values: Readonly<Record<string, string>> = { agents: "1..2", set: "{1, 2}" };

const makers: Readonly<Record<string, Maker>> = {
  "not-a-declaration": declarationWord,
  "unexpected-character": character,
  juxtaposition: separated,
  leftover,
  "missing-name": nameForTitle,
  "unexpected-token": otherToken,
  "missing-equals": ({ before, span }) => {
    const word = /^\s*(\w+)/.exec(before)?.[1];
    return word === undefined || !/[\w\]]\s*$/.test(before) ? undefined : insert(`Add \`= ${values[word] ?? "0"}\``, span.start, ` = ${values[word] ?? "0"}`);
  },
  "not-choosable": ({ after, span }) => {
    const word = /^[A-Za-z_]\w*/.exec(after)?.[0];
    const meant = didYouMean(word ?? "", ["mechanism", "information", "prior"]) ?? "mechanism";
    return word === undefined ? undefined : replace(`Write \`${meant}\``, { start: span.start, end: span.start + word.length }, meant);
  },
  ties: ({ after, span }) => {
    const word = /^\w+/.exec(after)?.[0];
    return word === undefined ? insert("Write `against`", span.start, " against") : replace("Write `against`", { start: span.start, end: span.start + word.length }, "against");
  },
  "block-without-brace": ({ snapshot: { text }, span }) => {
    const { tokens } = lex(text.slice(span.start));
    const stop = tokens.find((each, k) => {
      const category = categoryOf(each.tokenType.name);
      return (category === "declaration" && each.image !== "let") || tokens[k + 1]?.image === "chooses";
    });
    const end = text.slice(0, stop === undefined ? text.length : span.start + stop.startOffset).trimEnd().length;
    return {
      title: "Put it into braces",
      edits: [
        { span: { start: span.start, end: span.start }, newText: " {" },
        { span: { start: Math.max(end, span.start), end: Math.max(end, span.start) }, newText: "\n}" },
      ],
    };
  },
};

/**
 * The fix of a slip, where the text around the mistake shows what was meant.
 *
 * @example slip(snapshotOf("model m\nparam p = .5\n"), fault)?.title // "Write `0` in front of the point"
 */
export function slip(snapshot: Snapshot, fault: SyntaxFault): Fix | undefined {
  const { text } = snapshot;
  const { span } = fault;
  const lineStart = text.lastIndexOf("\n", span.start - 1) + 1;
  const lineEnd = text.indexOf("\n", span.start);
  return makers[fault.code]?.({ before: text.slice(lineStart, span.start), after: text.slice(span.start, lineEnd < 0 ? text.length : lineEnd), span, snapshot });
}
