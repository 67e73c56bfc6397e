/**
 * The syntax file of Vim and Neovim, from the token table. Of two matches at one place Vim takes the one that was defined
 * last, a keyword before any match, and a contained group only where `nextgroup` asks for it.
 */
import { vocabulary, wordsOf } from "../../grammar/tokens.ts";
import { classOf, sourceOf, symbolRows, type PlaceClass, type TokenClass } from "./classes.ts";
import { beforeOperand, behindOperand, behindWord, chosen, introducing } from "./places.ts";

/** The standard highlighting group of each class. */
export const vimGroups: Readonly<Record<TokenClass | PlaceClass, string>> = {
  declaration: "Keyword",
  "block-item": "Keyword",
  control: "Conditional",
  "word-operator": "Operator",
  boolean: "Boolean",
  contextual: "Keyword",
  aggregate: "Special",
  expectation: "Special",
  operator: "Operator",
  bracket: "Delimiter",
  name: "NONE",
  number: "Number",
  string: "String",
  "doc-comment": "SpecialComment",
  "line-comment": "Comment",
  "block-comment": "Comment",
  invalid: "Error",
  "invalid-string": "Error",
  call: "Function",
  concept: "Constant",
  definition: "Identifier",
  label: "Label",
  mover: "Type",
  "type-definition": "Type",
  "type-reference": "Type",
};

const group = (kind: TokenClass | PlaceClass): string => `mech${kind.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())}`;
const any = (words: readonly string[]): string => `%(${words.join("|")})`;

/** A name in Vim's "very magic" notation, in which letters, digits and `_` stand for themselves as in JavaScript. */
const name = "<\\h\\w*>";

/** A pattern of the table in "very magic" notation. */
function veryMagic(source: string): string {
  return source
    .replaceAll("[^\\n\\r]", ".")
    .replace(/\\[nr]/g, "") // a match ends with the line anyway
    .replace(/\(\?:/g, "%(")
    .replaceAll("\\/", "/")
    .replace(/[/~<>=&@]/g, "\\$&");
}

const match = (kind: TokenClass | PlaceClass, pattern: string, options = ""): string => `syn match ${group(kind)} /\\v${pattern}/${options}`;

/** Everything that is no word, the last row of the table first. */
function symbols(): string[] {
  return [...symbolRows].reverse().flatMap((row) => {
    const kind = classOf(row);
    if (kind.endsWith("comment") || row.name === "String") return [];
    return [row.name === "UnknownCharacter" ? match("invalid", "\\S") : match(kind, veryMagic(sourceOf(row)))];
  });
}

/** Keywords that are keywords everywhere; the name behind one gets its class from the keyword. */
function keywords(): string[] {
  const kinds: readonly PlaceClass[] = ["type-definition", "definition", "call", "type-reference", "concept", "label"];
  const next = new Map(kinds.flatMap((kind) => introducing(kind).map((word) => [word, `${group(kind)}Name`] as const)));
  return (["declaration", "block-item", "control", "word-operator", "boolean"] as const).flatMap((category) => {
    const words = wordsOf(category);
    return [undefined, ...new Set(next.values())].flatMap((target) => {
      const list = words.filter((word) => next.get(word) === target);
      return list.length === 0 ? [] : [`syn keyword ${group(category)} ${list.join(" ")}${target === undefined ? "" : ` nextgroup=${target} skipwhite`}`];
    });
  });
}

/** What stands behind a keyword that introduces a name. */
function introductions(): string[] {
  const mover = "%(\\s+chooses>)@!";
  const contained = (kind: PlaceClass, behind: string): string => `syn match ${group(kind)}Name /\\v${name}${behind}/ contained`;
  return [
    contained("type-definition", mover),
    contained("definition", `%(\\s*\\()@!${mover}`),
    contained("call", mover),
    contained("type-reference", mover),
    contained("concept", mover),
    contained("label", "%(\\s*%(\\[[^\\]]*\\]\\s*)?:)@="),
  ];
}

/** Contextual keywords, aggregates and expectations: keywords by what stands around them. */
function byPlace(): string[] {
  const notMover = "%(\\s*<chooses>)@!";
  const notFamily = "\\[@!";
  const behind = (words: readonly string[]): string => `%(<${any(words)}\\s+)@40<=`;
  const alone = behindOperand.filter((word) => behindWord[word] === undefined);
  const binder = `${name}\\s+in>`;
  return [
    match("aggregate", `<${any(wordsOf("aggregate").filter((word) => word !== "nth"))}>%(\\s*\\(\\s*%(${binder}|$))@=`),
    match("aggregate", `<nth>%(\\s*\\(%(.*,\\s*${binder}|\\s*$))@=`),
    match("expectation", `<${any(wordsOf("expectation"))}>%(\\s*\\[)@=`),
    match("contextual", `%([A-Za-z0-9_)\\]}"]\\s+)@40<=${`%(<${any(beforeOperand)}\\s+)@40<!`}<${any(alone)}>${notFamily}${notMover}`),
    match("contextual", `%(^\\s*)@<=<${any(alone)}>${notFamily}${notMover}%(\\s+[A-Za-z0-9_(\\[{"]|\\s*$)@=`),
    match("contextual", `${behind([...chosen, "then"])}<to>%(\\s+${any(behindWord["to"] ?? [])}>|\\s*$)@=`),
    ...Object.entries(behindWord).flatMap(([first, seconds]) => [
      ...(first === "to" ? [] : [match("contextual", `<${first}>%(\\s+${any(seconds)}>)@=`)]),
      match("contextual", `${behind([first])}<${any(seconds)}>${notMover}`),
    ]),
  ];
}

/** The text of `editor/vim/syntax/mech.vim`. */
export function renderVimSyntax(): string {
  const kinds = [...new Set<TokenClass | PlaceClass>([...vocabulary.map(classOf), ...(Object.keys(vimGroups) as PlaceClass[])])];
  return [
    '" Vim syntax file for Mech.',
    '" Generated from grammar/tokens.ts by scripts/generate-highlighting.ts. Do not edit.',
    "if exists('b:current_syntax')",
    "  finish",
    "endif",
    "",
    "scriptencoding utf-8",
    "syn case match",
    "syn iskeyword @,48-57,_",
    "",
    ...symbols(),
    match("name", name),
    match("call", `${name}%(\\s*\\()@=`),
    match("mover", `${name}%(\\s+chooses>)@=`),
    ...byPlace(),
    ...introductions(),
    ...keywords(),
    "",
    'syn region mechString start=/"/ skip=/\\\\./ end=/"/ oneline',
    "syn match mechLineComment /\\v\\/\\/.*/ contains=@Spell",
    "syn match mechDocComment /\\v\\/\\/\\/.*/ contains=@Spell",
    "syn region mechBlockComment start=/\\/\\*/ end=/\\*\\// contains=@Spell",
    "syn sync minlines=200",
    "",
    ...kinds.filter((kind) => vimGroups[kind] !== "NONE").map((kind) => `hi def link ${group(kind)} ${vimGroups[kind]}`),
    ...(["type-definition", "definition", "call", "type-reference", "concept", "label"] as const).map((kind) => `hi def link ${group(kind)}Name ${group(kind)}`),
    "",
    "let b:current_syntax = 'mech'",
    "",
  ].join("\n");
}
