/**
 * What a syntax error says: one row per kind of mistake, the first that fits wins. A row has an example, which the
 * tests parse, so that no row is unreachable and no kind is without words.
 */
import type { Place } from "./situation.ts";
import { spell } from "./tokens.ts";

/** One kind of mistake found by the parser. */
export interface SyntaxMessage {
  readonly code: string;
  readonly fits: (place: Place) => boolean;
  readonly message: (place: Place) => string;
  readonly hint?: (place: Place) => string;
  /** Where it is shown: at the token that does not fit, or right behind the one before it. */
  readonly at: "found" | "gap";
  readonly example: string;
}

const closes: Readonly<Record<string, string>> = { RightParenthesis: ")", RightBracket: "]", RightBrace: "}" };
const closedBy: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
const blocks = ["information", "mechanism"];
const blockOf: Readonly<Record<string, string>> = {
  Draw: "information",
  Signal: "information",
  Public: "information",
  Message: "mechanism",
  Allocation: "mechanism",
  Transfer: "mechanism",
  Feasible: "mechanism",
};
const needsValue: Readonly<Record<string, string>> = {
  Set: "set good = {apple, pear}",
  Agents: "agents bidder = 1..n",
  Let: "let top = argmax(i in bidder) bid[i]",
  Function: "function square(x) = x * x",
  Payoff: "payoff bidder[i] = value[i] * win[i] - pay[i]",
  Outside: "outside bidder[i] = 0",
  Quantity: "quantity revenue = E[sum(i in bidder) pay[i]]",
};
const startsOperand = new Set(["literal", "name", "aggregate", "expectation", "boolean"]);

/** Whether the parser wanted an expression and something else came. */
function wantsOperand(place: Place): boolean {
  return place.expected === undefined && ["atom", "closed", "parenthesized", "reference"].includes(place.rule);
}

function foundText(place: Place): string {
  if (place.name() === "EOF") return "the end of the file";
  return `\`${place.image().length > 30 ? `${place.image().slice(0, 30)}...` : place.image()}\``;
}

function endsDeclaration(place: Place): boolean {
  return (
    place.name() === "EOF" || (place.isFirstOnLine() && (place.category() === "declaration" || place.category() === "block-item" || place.name() === "Mover"))
  );
}

/** In the order in which they are tried. */
export const syntaxMessages: readonly SyntaxMessage[] = [
  {
    code: "unclosed-block",
    fits: (place) => blocks.includes(place.rule) && place.expected === "RightBrace",
    message: (place) => `the closing \`}\` of \`${place.rule} { ... }\` is missing`,
    hint: () => "declarations such as `payoff` and `quantity` stand behind the block",
    at: "gap",
    example: "mechanism {\n  transfer t\npayoff a[i] = t",
  },
  {
    code: "block-without-brace",
    fits: (place) => blocks.includes(place.rule) && place.expected === "LeftBrace",
    message: (place) => `\`${place.rule}\` needs its declarations in braces: \`${place.rule} { ... }\``,
    at: "gap",
    example: "mechanism\n  transfer t",
  },
  {
    code: "misplaced-item",
    fits: (place) => blockOf[place.name()] !== undefined && ["file", ...blocks].includes(place.rule) && place.expected === undefined,
    message: (place) => `\`${place.image()}\` belongs inside \`${blockOf[place.name()] ?? "mechanism"} { ... }\``,
    at: "found",
    example: "allocation q[i in bidder] >= 0",
  },
  {
    code: "declaration-in-block",
    fits: (place) => blocks.includes(place.rule) && place.expected === undefined && (place.category() === "declaration" || place.name() === "Mover"),
    message: (place) => `${place.name() === "Mover" ? "a move" : `\`${place.image()}\``} does not belong inside \`${place.rule} { ... }\``,
    hint: (place) =>
      `write it in front of the block or behind its \`}\`; a \`${place.rule}\` block holds ${place.rule === "mechanism" ? "`message`, `allocation`, `transfer`, `feasible`" : "`signal`, `public signal`, `draw`"}, \`let\` and \`function\``,
    at: "found",
    example: "mechanism {\n  payoff a[i] = 1\n}",
  },
  {
    code: "unmatched-bracket",
    fits: (place) => (place.rule === "file" || blocks.includes(place.rule)) && closes[place.name()] !== undefined,
    message: (place) => `this \`${place.image()}\` closes nothing`,
    hint: () => "remove it, or look for the opening bracket that is missing before it",
    at: "found",
    example: "param n = 2)",
  },
  {
    code: "not-choosable",
    fits: (place) => place.expected === undefined && (place.rule === "move" || place.rule === "chosen"),
    message: (place) => `a player chooses \`mechanism\`, \`information\` or \`prior\`, not ${foundText(place)}`,
    hint: () => "a move reads `seller chooses mechanism to maximize revenue`",
    at: "found",
    example: "seller chooses prices to maximize revenue",
  },
  {
    code: "maximize",
    fits: (place) => place.rule === "objective" && place.expected === undefined,
    message: (place) => `behind \`to\` stands \`maximize\` or \`minimize\`, not ${foundText(place)}`,
    hint: (place) => `write \`to ${/^min/i.test(place.image()) ? "minimize" : "maximize"} revenue\``,
    at: "found",
    example: "seller chooses mechanism to max revenue",
  },
  {
    code: "move-without-objective",
    fits: (place) => place.rule === "objective" && place.expected === "To",
    message: () => "the move does not say what the player wants",
    hint: () => "a move ends in `to maximize ...` or `to minimize ...`",
    at: "gap",
    example: "seller chooses mechanism\nshow win",
  },
  {
    code: "ties",
    fits: (place) => place.expected === "Against",
    message: () => "`ties` is followed by `against`",
    hint: () => "without `ties against` a later mover breaks ties for the earlier one",
    at: "found",
    example: "seller chooses mechanism to maximize revenue ties randomly",
  },
  {
    code: "keyword-as-name",
    fits: (place) => (place.expected === "Name" || place.expected === "Caller") && place.isReserved() && !endsDeclaration(place),
    message: (place) => `\`${place.image()}\` is a word of the language and cannot be a name`,
    hint: (place) => `choose another name, such as \`${place.image()}_\``,
    at: "found",
    example: "param state = 3",
  },
  {
    code: "parenthesis-as-index",
    fits: (place) => place.name() === "Caller" && (place.expected === "Name" || place.rule === "reference"),
    message: () => "an index is written in brackets `[ ]`; parentheses are for functions",
    hint: (place) => `write \`${place.image()}[...]\``,
    at: "found",
    example: "type value(i in bidder) in {1, 2}",
  },
  {
    code: "function-parameters",
    fits: (place) => place.rule === "function" && (place.expected === "Caller" || place.expected === "LeftParenthesis"),
    message: () => "a function is declared with its parameters in parentheses",
    hint: () => "write `function square(x) = x * x`; for a value without parameters write `let`",
    at: "found",
    example: "function pi = 3",
  },
  {
    code: "unclosed-bracket",
    fits: (place) =>
      closes[place.expected ?? ""] !== undefined &&
      (endsDeclaration(place) || closes[place.name()] !== undefined || place.isFirstOnLine() || place.name() === "Equal" || place.name() === "Tilde"),
    message: (place) => `a closing \`${closes[place.expected ?? ""] ?? ")"}\` is missing`,
    hint: (place) => `the \`${place.open()?.image ?? "("}\` before it is still open`,
    at: "gap",
    example: "payoff bidder[i = 1",
  },
  {
    code: "missing-index",
    fits: (place) => place.rule === "payoff" && (place.expected === "LeftBracket" || place.expected === "Name"),
    message: (place) => `\`${place.declaration().toLowerCase()}\` is declared for an agent with an index`,
    hint: (place) => `write \`${place.declaration().toLowerCase()} bidder[i] = ...\`, where \`i\` stands for any bidder`,
    at: "gap",
    example: "payoff bidder = 3",
  },
  {
    code: "aggregate-needs-binder",
    fits: (place) => place.within("aggregateHead", "binder") && (place.expected === "In" || place.expected === "Name"),
    message: (place) => `here a variable with its set is expected, such as \`i in bidder\`, not ${foundText(place)}`,
    hint: () => "an aggregate reads `sum(i in S, j in T : condition) term`",
    at: "found",
    example: "quantity a = sum(i in S, j) x[i]",
  },
  {
    code: "missing-equals",
    fits: (place) => place.expected === "Equal",
    message: () => "`=` and a value are missing",
    hint: (place) => `write for example \`${needsValue[place.declaration()] ?? "let x = 1"}\``,
    at: "gap",
    example: "agents bidder",
  },
  {
    code: "missing-tilde",
    fits: (place) => place.expected === "Tilde",
    message: (place) => `\`${place.declaration().toLowerCase()}\` needs \`~\` and a distribution`,
    hint: () => "write for example `prior value ~ uniform`",
    at: "gap",
    example: "prior value = uniform",
  },
  {
    code: "missing-domain",
    fits: (place) => place.rule === "domain" && place.expected === undefined,
    message: (place) => `\`${place.declaration().toLowerCase()}\` needs the set of its values: \`in ...\``,
    hint: () => "write for example `type value[i in bidder] in {1, 2}` or `state theta in [0, 1]`",
    at: "gap",
    example: "type value[i in bidder]",
  },
  {
    code: "missing-audience",
    fits: (place) => place.rule === "privateSignal" && place.expected === "Private",
    message: () => "the signal does not say who observes it",
    hint: () => "end with `private to bidder[i]`, or begin with `public signal`",
    at: "gap",
    example: "information {\n  signal x[i in bidder] in {0, 1}\n}",
  },
  {
    code: "missing-else",
    fits: (place) => place.expected === "Else" || place.expected === "Then",
    message: (place) => `\`${place.expected === "Else" ? "else" : "then"}\` is missing`,
    hint: () => "a choice reads `if condition then a else b`, always with `else`",
    at: "gap",
    example: "let a = if x then y",
  },
  {
    code: "missing-comma",
    fits: (place) => place.open() !== undefined && closes[place.expected ?? ""] !== undefined && startsOperand.has(place.category()),
    message: (place) => `between ${spellBefore(place)} and ${foundText(place)} a comma or an operator is missing`,
    hint: (place) => `or the \`${closedBy[place.open()?.image ?? "("] ?? ")"}\` that closes \`${place.open()?.image ?? "("}\``,
    at: "found",
    example: "set good = {apple pear}",
  },
  {
    code: "empty-parentheses",
    fits: (place) => wantsOperand(place) && closes[place.name()] !== undefined && ["(", "[", "{"].includes(place.image(-1)),
    message: (place) => `there is nothing between \`${place.image(-1)}\` and \`${place.image()}\``,
    at: "found",
    example: "let a = ()",
  },
  {
    code: "trailing-comma",
    fits: (place) => place.name(-1) === "Comma" && (closes[place.name()] !== undefined || endsDeclaration(place)),
    message: () => "behind the last entry no comma is written",
    hint: () => "remove the comma, or add the entry that is missing",
    at: "found",
    example: "set good = {apple, pear,}",
  },
  {
    code: "statement-word",
    fits: (place) => wantsOperand(place) && place.isReserved() && !endsDeclaration(place),
    message: (place) => `\`${place.image()}\` is a word of the language and cannot stand in an expression here`,
    hint: (place) =>
      place.category() === "control"
        ? "a choice reads `if condition then a else b`"
        : `if it is meant as a name, choose another one, such as \`${place.image()}_\``,
    at: "found",
    example: "let a = 1 + state",
  },
  {
    code: "missing-operand",
    fits: (place) => wantsOperand(place),
    message: (place) => (place.index === 0 || place.image(-1) === "" ? "a value is missing" : `behind \`${place.image(-1)}\` a value is missing`),
    hint: (place) =>
      place.name() === "EOF" || place.isFirstOnLine() ? "the expression goes on where the line ends" : `${foundText(place)} cannot begin a value`,
    at: "gap",
    example: "let a = 1 +",
  },
  {
    code: "missing-text",
    fits: (place) => place.expected === "String",
    message: () => "a text in double quotes is missing",
    hint: () => 'write for example `cite "Myerson (1981)"`',
    at: "gap",
    example: "cite Myerson",
  },
  {
    code: "missing-name",
    fits: (place) => place.expected === "Name",
    message: (place) => `a name is missing ${place.index === 0 ? "here" : `behind \`${place.image(-1)}\``}`,
    hint: (place) => (place.name() === "String" ? "names are written without quotes" : "a name begins with a letter and holds letters, digits and `_`"),
    at: "gap",
    example: "model 3",
  },
  {
    code: "juxtaposition",
    fits: (place) =>
      place.expected === undefined &&
      ["file", ...blocks].includes(place.rule) &&
      place.name(-1) === "Number" &&
      place.name() === "Name" &&
      !place.isFirstOnLine(),
    message: (place) => `between ${spellBefore(place)} and ${foundText(place)} an operator is missing`,
    hint: (place) => `a product is written \`${place.image(-1)} * ${place.image()}\``,
    at: "found",
    example: "let a = 2 x",
  },
  {
    code: "misspelt-chooses",
    fits: (place) => place.rule === "file" && place.name() === "Name" && /^(?:choose|chose|picks?|selects?|maximi[sz]es?|minimi[sz]es?)$/.test(place.image(1)),
    message: (place) => `the word behind a player is \`chooses\`, not \`${place.image(1)}\``,
    hint: () => "a move reads `seller chooses mechanism to maximize revenue`",
    at: "found",
    example: "seller picks mechanism to maximize revenue",
  },
  {
    code: "bare-objective",
    fits: (place) => ["Maximize", "Minimize"].includes(place.name()) && place.expected === undefined,
    message: () => "an objective belongs to a player",
    hint: (place) => `write \`seller chooses mechanism to ${place.image()} ...\``,
    at: "found",
    example: "maximize revenue",
  },
  {
    code: "bare-assignment",
    fits: (place) =>
      ["file", ...blocks].includes(place.rule) &&
      ["Name", "Caller"].includes(place.name()) &&
      place.isFirstOnLine() &&
      ["Equal", "LeftBracket", "Tilde", "In"].includes(place.name(1)),
    message: (place) => `a declaration begins with its kind; \`${place.image()}\` is only a name`,
    hint: (place) => `write \`let ${place.image()} = ...\`, or \`param\` if it may be set from outside`,
    at: "found",
    example: "n = 3",
  },
  {
    code: "not-a-declaration",
    fits: (place) => ["file", ...blocks].includes(place.rule) && place.expected === undefined && place.isFirstOnLine(),
    message: (place) => `${foundText(place)} does not begin a declaration`,
    hint: (place) =>
      place.rule === "file"
        ? "a line begins with a word such as `param`, `type`, `prior`, `payoff`, or with a player who `chooses`"
        : "a line in a block begins with a word such as `let`, `signal`, `message`, `allocation` or `transfer`",
    at: "found",
    example: "+ 3",
  },
  {
    code: "leftover",
    fits: (place) => ["file", ...blocks].includes(place.rule) && place.expected === undefined,
    message: (place) => `${foundText(place)} does not continue what stands before it`,
    hint: () => "an operator is missing, or a new declaration should begin on its own line",
    at: "found",
    example: "param n = 2 [",
  },
  {
    code: "unexpected-token",
    fits: () => true,
    message: (place) =>
      place.expected === undefined ? `${foundText(place)} is not expected here` : `${spell(place.expected)} is expected here, not ${foundText(place)}`,
    at: "found",
    example: "assert revenue within 3",
  },
];

function spellBefore(place: Place): string {
  return `\`${place.image(-1).slice(0, 30)}\``;
}

/** The row for a situation; the last row fits everything. */
export function messageFor(place: Place): SyntaxMessage {
  const found = syntaxMessages.find((row) => row.fits(place));
  if (found === undefined) throw new Error("the last message fits every situation");
  return found;
}
