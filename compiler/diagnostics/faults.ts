/** Syntax errors of the parser as diagnostics. */
import type { SyntaxFault } from "../../grammar/ast.ts";
import type { syntax } from "./codes/syntax.ts";
import { asSentence, diagnostic, type Diagnostic } from "./diagnostic.ts";

type Family = keyof typeof syntax;

/** The kinds of mistakes that the parser tells apart, by the entry that explains them. */
const members: Readonly<Record<Family, readonly string[]>> = {
  "syntax-error": ["unexpected-token", "leftover"],
  "bracket-mismatch": ["unclosed-bracket", "unclosed-block", "unmatched-bracket"],
  "text-not-closed": ["unclosed-string", "unclosed-comment", "smart-quotes", "single-quotes", "missing-text"],
  "misspelt-operator": [
    "equality",
    "not-equal",
    "less-equal",
    "greater-equal",
    "power",
    "times",
    "minus",
    "dots",
    "element",
    "conjunction",
    "disjunction",
    "negation",
  ],
  "unexpected-character": ["unexpected-character"],
  "misplaced-declaration": ["misplaced-item", "declaration-in-block", "block-without-brace"],
  "incomplete-move": ["incomplete-move", "not-choosable", "maximize", "move-without-objective", "ties", "misspelt-chooses", "bare-objective"],
  "reserved-word": ["keyword-as-name", "statement-word"],
  "chained-operator": ["chained-comparison", "chained-range"],
  "expression-too-large": ["too-deep", "too-long"],
  "part-missing": ["missing-index", "missing-equals", "missing-tilde", "missing-domain", "missing-audience", "missing-else", "missing-operand", "missing-name"],
  "not-a-declaration": ["not-a-declaration", "bare-assignment"],
  "wrong-brackets": ["parenthesis-as-index", "function-parameters", "mixed-braces", "empty-parentheses"],
  "separator-mistake": ["missing-comma", "juxtaposition", "trailing-comma", "semicolon"],
  "binder-missing": ["aggregate-needs-binder"],
  "rule-twice": ["two-rules"],
};

const familyOf: ReadonlyMap<string, Family> = new Map(
  Object.entries(members).flatMap(([family, kinds]) => kinds.map((kind): [string, Family] => [kind, family as Family])),
);

/**
 * A syntax error as a diagnostic: title and code of its family, text and hint of the parser as sentences. A kind of mistake that is
 * in no family is a plain `syntax-error`.
 *
 * @example parse(text).faults.map(fromFault)
 */
export function fromFault(fault: SyntaxFault): Diagnostic {
  const hint = fault.hint === undefined ? undefined : asSentence(fault.hint);
  return diagnostic(familyOf.get(fault.code) ?? "syntax-error", { text: asSentence(fault.message), span: fault.span, hint });
}
