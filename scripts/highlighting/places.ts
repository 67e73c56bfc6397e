/**
 * Where a word means what: the facts of `grammar/declaration-parser.ts` and `grammar/block-parser.ts` that a highlighter
 * can see from the neighbouring words. Tests hold the lists against the token table and the classification against the
 * parser.
 */
import { wordsOf } from "../../grammar/tokens.ts";
import type { PlaceClass } from "./classes.ts";

/** What the name behind a keyword is; `undefined` where no name is introduced. */
const introduced: Readonly<Record<string, PlaceClass | undefined>> = {
  model: "definition",
  cite: undefined,
  use: "type-reference",
  param: "definition",
  set: "type-definition",
  agents: "type-definition",
  state: "definition",
  type: "definition",
  prior: undefined,
  let: "definition",
  function: "call",
  information: undefined,
  mechanism: undefined,
  payoff: "type-reference",
  outside: "type-reference",
  incentives: "concept",
  participation: "concept",
  require: "label",
  quantity: "definition",
  assert: undefined,
  show: undefined,
  message: "definition",
  allocation: "definition",
  transfer: "definition",
  feasible: "label",
  draw: "definition",
  signal: "definition",
  public: undefined,
};

/** Keywords by the class of the name that follows them. */
export function introducing(kind: PlaceClass): string[] {
  return introducers.filter((word) => introduced[word] === kind);
}

/** Every keyword that begins a declaration. */
export const introducers: readonly string[] = [...wordsOf("declaration"), ...wordsOf("block-item")];

/** The keywords that this file knows; a test compares them with the table. */
export const knownIntroducers: readonly string[] = Object.keys(introduced);

/** What a mover chooses; `to` follows it. */
export const chosen: readonly string[] = ["mechanism", "information", "prior"];

/**
 * Contextual keywords that stand behind an operand. A name stands there only as the operand of an aggregate,
 * `min(i in bidder) report[i]`, whose binder looks like an operand; the index right behind it tells it from the keyword.
 */
export const behindOperand: readonly string[] = ["with", "for", "private", "report", "reports", "ties", "within"];

/** Contextual keywords that stand behind another one. */
export const behindWord: Readonly<Record<string, readonly string[]>> = { private: ["to"], ties: ["against"], to: ["maximize", "minimize"] };

/** Words behind which an operand follows, so that a contextual keyword there is a name. */
export const beforeOperand: readonly string[] = [...introducers, ...wordsOf("control"), ...wordsOf("word-operator"), ...behindOperand];
