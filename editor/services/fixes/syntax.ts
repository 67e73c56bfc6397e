/** Quick fixes of syntax errors, by the kind of mistake that the parser names. */
import type { Fix } from "../../../compiler/diagnostics/diagnostic.ts";
import { classify } from "../../../grammar/contextual.ts";
import type { Span, SyntaxFault } from "../../../grammar/index.ts";
import { lex } from "../../../grammar/lexer.ts";
import type { Snapshot } from "../snapshot.ts";
import { insert, replace } from "./edits.ts";
import { slip } from "./slips.ts";

type Maker = (snapshot: Snapshot, fault: SyntaxFault) => Fix | undefined;

/** The words between backquotes of a sentence. */
function quoted(text: string | undefined): string[] {
  return [...(text ?? "").matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? "");
}

/** `a≤b` is two names and an operator; `a∈b` needs blanks around the word that takes its place. */
const operator: Maker = ({ text }, { span, message }) => {
  const right = quoted(message).at(-1);
  if (right === undefined) return undefined;
  const word = /^\w/.test(right);
  const before = word && /\w/.test(text[span.start - 1] ?? "") ? " " : "";
  const after = word && /\w/.test(text[span.end] ?? "") ? " " : "";
  return replace(`Write \`${right}\``, span, `${before}${right}${after}`);
};

const remove: Maker = (snapshot, { span }) => replace(`Remove \`${snapshot.slice(span).slice(0, 20)}\``, span, "");

const quotes: Maker = (snapshot, { span }) => {
  const body = snapshot
    .slice(span)
    .replace(/^["'“”„]/, "")
    .replace(/["'“”]$/, "")
    .replace(/"/g, '\\"')
    .trimEnd();
  return replace("Write straight quotes", span, `"${body}"`);
};

/** All of them: the parser speaks of the first only. */
const semicolons: Maker = ({ text, parsed }) => {
  const prose = [
    ...parsed.file.comments.map((comment) => comment.span),
    ...lex(text)
      .tokens.filter((word) => word.tokenType.name === "String")
      .map((word) => ({ start: word.startOffset, end: word.startOffset + word.image.length })),
  ];
  const places = [...text.matchAll(/;/g)].map((match) => match.index).filter((at) => !prose.some((span) => span.start <= at && at < span.end));
  return places.length === 0
    ? undefined
    : {
        title: places.length > 1 ? "Remove all semicolons" : "Remove the semicolon",
        edits: places.map((at) => ({ span: { start: at, end: at + 1 }, newText: "" })),
      };
};

/** `a <= b <= c` becomes `a <= b and b <= c`. */
const chain: Maker = (snapshot, { span }) => {
  const line = snapshot.text.slice(Math.max(0, span.start - 2000), span.start);
  const offset = span.start - line.length;
  const { tokens } = lex(line);
  let depth = 0;
  for (let k = tokens.length - 1; k >= 0; k--) {
    const word = tokens[k];
    const name = word?.tokenType.name ?? "";
    if (name.startsWith("Right")) depth++;
    else if (name.startsWith("Left")) {
      depth--;
      if (depth < 0) return undefined;
    } else if (word && depth === 0 && /^(?:Less|Greater|Equal|NotEqual)/.test(name)) {
      const middle = snapshot.slice({ start: offset + word.startOffset + word.image.length, end: span.start }).trim();
      return middle === "" ? undefined : insert("Write two comparisons joined by `and`", span.start, `and ${middle} `);
    }
  }
  return undefined;
};

/** `value(i in bidder)` becomes `value[i in bidder]`. */
const squareBrackets: Maker = (snapshot, { span }) => {
  const rest = snapshot.text.slice(span.end, span.end + 2000);
  const { tokens, partner } = classify(rest, lex(rest).tokens);
  const open = tokens[0];
  const close = tokens[partner[0] ?? -1];
  if (open?.image !== "(" || !close) return undefined;
  const at = (offset: number): Span => ({ start: span.end + offset, end: span.end + offset + 1 });
  return {
    title: "Write square brackets",
    edits: [
      { span: at(open.startOffset), newText: "[" },
      { span: at(close.startOffset), newText: "]" },
    ],
  };
};

const missingBracket: Maker = (_, { span, message }) => {
  const bracket = quoted(message)[0];
  return bracket === undefined ? undefined : insert(`Close with \`${bracket}\``, span.start, bracket);
};

const reserved: Maker = (snapshot, { span }) => {
  const word = snapshot.slice(span);
  return /^\w+$/.test(word) ? replace(`Call it \`${word}_\``, span, `${word}_`) : undefined;
};

/** Into the block that there is, or into a new one. */
const intoBlock: Maker = (snapshot, { span, message }) => {
  const block = quoted(message)[1]?.split(" ")[0];
  if (block !== "mechanism" && block !== "information") return undefined;
  const { text } = snapshot;
  const lineEnd = text.indexOf("\n", span.end) < 0 ? text.length : text.indexOf("\n", span.end);
  const item = text.slice(span.start, lineEnd).trimEnd();
  const existing = snapshot.parsed.file.items.find((each) => each.kind === block);
  if (!existing) return replace(`Put it into \`${block} { }\``, { start: span.start, end: span.start + item.length }, `${block} {\n  ${item}\n}`);
  return {
    title: `Move it into \`${block} { }\``,
    edits: [
      { span: { start: span.start, end: Math.min(lineEnd + 1, text.length) }, newText: "" },
      { span: { start: existing.span.end - 1, end: existing.span.end - 1 }, newText: `  ${item}\n` },
    ],
  };
};

/** Behind the brace of the block that it stands in. */
const outOfBlock: Maker = (snapshot, { span }) => {
  const { text } = snapshot;
  const block = snapshot.parsed.file.items.find((item) => item.span.start < span.start && span.end < item.span.end);
  if (block?.kind !== "mechanism" && block?.kind !== "information") return undefined;
  const next = block.items.find((item) => item.span.start > span.start)?.span.start ?? block.span.end - 1;
  const item = text.slice(span.start, next).trimEnd();
  // What stands between this declaration and the next may be a comment of the next.
  if (item.includes("//") || item.includes("/*")) return undefined;
  return {
    title: `Move it behind \`${block.kind} { }\``,
    edits: [
      { span: { start: span.start, end: next }, newText: "" },
      { span: { start: block.span.end, end: block.span.end }, newText: `\n${item}` },
    ],
  };
};

const firstQuantity = (snapshot: Snapshot): string => snapshot.parsed.file.items.find((item) => item.kind === "quantity")?.head.name.text ?? "revenue";

const makers: Readonly<Record<string, Maker>> = {
  ...Object.fromEntries(
    ["equality", "not-equal", "less-equal", "greater-equal", "power", "times", "minus", "dots", "element", "conjunction", "disjunction", "negation"].map(
      (code) => [code, operator],
    ),
  ),
  semicolon: semicolons,
  "unclosed-string": quotes,
  "smart-quotes": quotes,
  "single-quotes": quotes,
  "unclosed-comment": ({ text }, { span }) => {
    const end = text.indexOf("\n", span.start);
    return insert("Close the comment at the end of its line", end < 0 ? text.length : end, " */");
  },
  "unexpected-character": remove,
  "unmatched-bracket": (snapshot, { span }) => {
    const run = /^(.)\1*/.exec(snapshot.text.slice(span.start))?.[0] ?? "";
    return replace(`Remove \`${run.slice(0, 20)}\``, { start: span.start, end: span.start + run.length }, "");
  },
  "empty-parentheses": (snapshot, { span }) => {
    const open = snapshot.text.slice(0, span.start).trimEnd().length - 1;
    return snapshot.text[open - 1] !== undefined && /\w/.test(snapshot.text[open - 1] ?? "")
      ? replace("Remove the brackets", { start: open, end: span.end }, "")
      : undefined;
  },
  "trailing-comma": (snapshot, { span }) => {
    const comma = snapshot.text.slice(0, span.start).trimEnd().length - 1;
    return snapshot.text[comma] === "," ? replace("Remove the comma", { start: comma, end: comma + 1 }, "") : undefined;
  },
  "missing-comma": (snapshot, { span }) => insert("Insert a comma", snapshot.text.slice(0, span.start).trimEnd().length, ","),
  "unclosed-block": (_, { span }) => insert("Close the block", span.start, "\n}"),
  "unclosed-bracket": missingBracket,
  "chained-comparison": chain,
  "parenthesis-as-index": squareBrackets,
  "keyword-as-name": reserved,
  "statement-word": (snapshot, fault) => (/_`$/.test(fault.hint ?? "") ? reserved(snapshot, fault) : undefined),
  "misplaced-item": intoBlock,
  "declaration-in-block": outOfBlock,
  "function-parameters": ({ text }, { span }) => {
    const word = /function\s*$/.exec(text.slice(Math.max(0, span.start - 40), span.start))?.[0];
    return word === undefined || !/^\w+\s*=/.test(text.slice(span.start))
      ? undefined
      : replace("Make it a `let`", { start: span.start - word.length, end: span.start }, "let ");
  },
  "move-without-objective": (snapshot, { span }) =>
    insert(`Add \`to maximize ${firstQuantity(snapshot)}\``, span.start, ` to maximize ${firstQuantity(snapshot)}`),
  maximize: (snapshot, { span }) => {
    const word = snapshot.slice(span).toLowerCase().startsWith("min") ? "minimize" : "maximize";
    return /^\w+$/.test(snapshot.slice(span)) ? replace(`Write \`${word}\``, span, word) : undefined;
  },
  "misspelt-chooses": (snapshot, { span, message }) => {
    const wrong = quoted(message)[1] ?? "";
    const at = snapshot.text.indexOf(wrong, span.end);
    return wrong === "" || at < 0 ? undefined : replace("Write `chooses`", { start: at, end: at + wrong.length }, "chooses");
  },
  "bare-objective": (_, { span }) => insert("Let `seller` choose the mechanism", span.start, "seller chooses mechanism to "),
  "bare-assignment": (_, { span }) => insert("Make it a `let`", span.start, "let "),
  "missing-tilde": ({ text }, { span }) => {
    const equals = /^\s*=/.exec(text.slice(span.start));
    return equals
      ? replace("Write `~`", { start: span.start + equals[0].length - 1, end: span.start + equals[0].length }, "~")
      : insert("Draw it uniformly", span.start, " ~ uniform");
  },
  "missing-domain": (_, { span }) => insert("Let it be 0 or 1", span.start, " in {0, 1}"),
  "missing-audience": (snapshot, { span }) => {
    const agents = snapshot.parsed.file.items.find((item) => item.kind === "agents");
    const index = /\[\s*(\w+)\s+in\b[^\]]*\][^[\]]*$/.exec(snapshot.text.slice(0, span.start))?.[1] ?? "i";
    return agents && insert(`Tell it to \`${agents.name.text}[${index}]\``, span.start, ` private to ${agents.name.text}[${index}]`);
  },
  // The second of two rules, with the sign in front of it.
  "two-rules": ({ text }, { span }) => {
    const sign = /\s*[=~]\s*$/.exec(text.slice(0, span.start))?.[0];
    return sign === undefined ? undefined : replace("Keep the first rule", { start: span.start - sign.length, end: span.end }, "");
  },
  "missing-else": (_, { span, message }) => (message.startsWith("`else`") ? insert("Add `else 0`", span.start, " else 0") : undefined),
  "missing-index": ({ text }, { span }) => (/^\s*=/.test(text.slice(span.start)) ? insert("Add the index `[i]`", span.start, "[i]") : undefined),
  juxtaposition: (_, { span }) => insert("Insert `*`", span.start, "* "),
  "missing-text": ({ text }, { span }) => {
    const rest = /^[ \t]*([^\n\r"]*[^\s"])/.exec(text.slice(span.start));
    return rest?.[1] === undefined
      ? undefined
      : replace("Put it into quotes", { start: span.start + rest[0].length - rest[1].length, end: span.start + rest[0].length }, `"${rest[1]}"`);
  },
};

/** The fix of a syntax error, where one is obvious. */
export function syntaxFix(snapshot: Snapshot, fault: SyntaxFault): Fix | undefined {
  return slip(snapshot, fault) ?? makers[fault.code]?.(snapshot, fault);
}
