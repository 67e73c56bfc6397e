/**
 * Highlighting for CodeMirror 6: `EditorView` extensions take {@link mech} as they are.
 *
 * A small tokenizer over the words and patterns of the token table. It sees one line at a time and keeps of the text
 * before it only what decides the next word: whether an operand has just ended, the last keyword, the open brackets.
 */
import { LanguageSupport, StreamLanguage } from "@codemirror/language";
import type { StreamParser, StringStream } from "@codemirror/language";
import { tags } from "@lezer/highlight";
import type { Tag } from "@lezer/highlight";
import { behindOperand, behindWord, chosen, introduced, keywords, namePattern, symbols } from "./words.generated.ts";

type Category = (typeof keywords)[keyof typeof keywords];
type SymbolClass = (typeof symbols)[number][0];
type NameClass = (typeof introduced)[keyof typeof introduced] | "mover" | "name";

/** What a token is; the values of {@link tokenTags} say how it is painted. */
export type TokenClass = Category | SymbolClass | NameClass;

/** The tag of every class. */
export const tokenTags: Readonly<Record<TokenClass, Tag>> = {
  declaration: tags.definitionKeyword,
  "block-item": tags.definitionKeyword,
  control: tags.controlKeyword,
  "word-operator": tags.operatorKeyword,
  boolean: tags.bool,
  contextual: tags.modifier,
  aggregate: tags.standard(tags.function(tags.variableName)),
  expectation: tags.standard(tags.function(tags.variableName)),
  operator: tags.operator,
  bracket: tags.bracket,
  number: tags.number,
  string: tags.string,
  "doc-comment": tags.docComment,
  "line-comment": tags.lineComment,
  "block-comment": tags.blockComment,
  invalid: tags.invalid,
  "invalid-string": tags.invalid,
  name: tags.variableName,
  call: tags.function(tags.variableName),
  definition: tags.definition(tags.variableName),
  "type-definition": tags.definition(tags.typeName),
  "type-reference": tags.typeName,
  concept: tags.atom,
  label: tags.labelName,
  mover: tags.standard(tags.typeName),
};

/** What is remembered of the text before. */
export interface State {
  inComment: boolean;
  /** Whether the last token ends an operand: a name, a literal, a closing bracket. */
  operand: boolean;
  /** The last token if it was a keyword, else empty. */
  keyword: string;
  depth: number;
}

const word = new RegExp(`^${namePattern}`);
const others = new RegExp(`^(?:${symbols.map(([, source]) => `(${source})`).join("|")})`);
const isChooses = new RegExp(`^\\s+chooses(?![A-Za-z0-9_])`);
const isLabel = /^\s*(?:\[[^\]]*\]\s*)?:/;
const binds = new RegExp(`^\\s*\\(\\s*(?:${namePattern}\\s+in(?![A-Za-z0-9_])|$)`);
const bindsBehindRank = new RegExp(`^\\s*\\((?:.*?,\\s*${namePattern}\\s+in(?![A-Za-z0-9_])|\\s*$)`);
const optimizes = /^\s+(?:maximize|minimize)(?![A-Za-z0-9_])/;

const has = (list: object, key: string): boolean => Object.hasOwn(list, key);

/** Whether a contextual word is the keyword here. The rest of the line is what follows it. */
function isKeyword(text: string, rest: string, state: State): boolean {
  if (isChooses.test(rest)) return false;
  if (behindWord[state.keyword]?.includes(text) === true) return true;
  if (text === "to") return chosen.includes(state.keyword) || (state.keyword === "then" && (optimizes.test(rest) || rest.trim() === ""));
  return state.operand && behindOperand.includes(text) && !rest.startsWith("[");
}

function nameClass(rest: string, state: State): NameClass {
  if (isChooses.test(rest)) return "mover";
  const kind = has(introduced, state.keyword) ? introduced[state.keyword as keyof typeof introduced] : undefined;
  const isCall = /^\s*\(/.test(rest);
  // `require x = 1` has no label, and `public signal f(x)` defines nothing.
  if (kind === "label" ? isLabel.test(rest) : kind === "definition" ? !isCall : kind !== undefined) return kind ?? "name";
  return isCall ? "call" : "name";
}

/** The class of a word, and whether it is a keyword there. */
function wordClass(text: string, rest: string, state: State): { readonly kind: TokenClass; readonly keyword: boolean } {
  const category = has(keywords, text) ? keywords[text as keyof typeof keywords] : undefined;
  const name = { kind: nameClass(rest, state), keyword: false };
  switch (category) {
    case undefined:
      return name;
    case "contextual":
      return isKeyword(text, rest, state) ? { kind: category, keyword: true } : name;
    case "expectation":
      return name.kind === "name" && /^\s*\[/.test(rest) ? { kind: category, keyword: true } : name;
    case "aggregate":
      return name.kind === "call" && state.keyword !== "function" && (text === "nth" ? bindsBehindRank : binds).test(rest) ? { kind: category, keyword: true } : name;
    case "boolean":
      return { kind: category, keyword: false };
    default:
      return { kind: category, keyword: true };
  }
}

function readWord(text: string, stream: StringStream, state: State): TokenClass {
  const { kind, keyword } = wordClass(text, stream.string.slice(stream.pos), state);
  state.keyword = keyword ? text : "";
  state.operand = !keyword;
  return kind;
}

function readSymbol(text: string, kind: SymbolClass, state: State): SymbolClass {
  if (kind === "doc-comment" || kind === "line-comment") return kind;
  if (kind === "block-comment") {
    state.inComment = text.length < 4 || !text.endsWith("*/");
    return kind;
  }
  state.keyword = "";
  if (kind === "bracket") state.depth = Math.max(0, state.depth + ("([{".includes(text) ? 1 : -1));
  state.operand = kind === "number" || kind === "string" || kind === "invalid-string" || (kind === "bracket" && ")]}".includes(text));
  return kind;
}

function matched(stream: StringStream, pattern: RegExp): RegExpMatchArray | undefined {
  const found = stream.match(pattern);
  return typeof found === "object" && found !== null ? found : undefined;
}

function read(stream: StringStream, state: State): TokenClass | null {
  if (state.inComment) {
    if (stream.match(/^.*?\*\//)) state.inComment = false;
    else stream.skipToEnd();
    return "block-comment";
  }
  if (stream.eatSpace()) return null;
  const name = matched(stream, word);
  if (name !== undefined) return readWord(name[0], stream, state);
  const symbol = matched(stream, others);
  if (symbol !== undefined) {
    const index = symbol.slice(1).findIndex((group) => group !== undefined);
    return readSymbol(symbol[0], symbols[index]?.[0] ?? "invalid", state);
  }
  stream.next();
  return "invalid";
}

/**
 * The tokenizer of CodeMirror's stream languages.
 *
 * @example StreamLanguage.define(mechParser)
 */
export const mechParser: StreamParser<State> = {
  name: "mech",
  startState: () => ({ inComment: false, operand: false, keyword: "", depth: 0 }),
  token: read,
  indent: (state, textAfter, context) => (state.inComment ? null : Math.max(0, state.depth - (/^\s*[)\]}]/.test(textAfter) ? 1 : 0)) * context.unit),
  tokenTable: { ...tokenTags },
  languageData: {
    commentTokens: { line: "//", block: { open: "/*", close: "*/" } },
    closeBrackets: { brackets: ["(", "[", "{", '"'] },
    indentOnInput: /^\s*[)\]}]$/,
  },
};

/** The language, for tools that need its parser. */
export const mechLanguage: StreamLanguage<State> = StreamLanguage.define(mechParser);

/**
 * The extension for an editor.
 *
 * @example new EditorView({ extensions: [basicSetup, mech()], parent })
 */
export function mech(): LanguageSupport {
  return new LanguageSupport(mechLanguage);
}
