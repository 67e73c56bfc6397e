/* Generated from grammar/tokens.ts by scripts/generate-highlighting.ts. Do not edit. */

/** Every word that is a keyword somewhere, with its category. */
export const keywords = {
  "model": "declaration",
  "cite": "declaration",
  "use": "declaration",
  "param": "declaration",
  "set": "declaration",
  "agents": "declaration",
  "state": "declaration",
  "type": "declaration",
  "prior": "declaration",
  "let": "declaration",
  "function": "declaration",
  "information": "declaration",
  "mechanism": "declaration",
  "payoff": "declaration",
  "outside": "declaration",
  "incentives": "declaration",
  "participation": "declaration",
  "require": "declaration",
  "quantity": "declaration",
  "assert": "declaration",
  "show": "declaration",
  "message": "block-item",
  "allocation": "block-item",
  "transfer": "block-item",
  "feasible": "block-item",
  "draw": "block-item",
  "signal": "block-item",
  "public": "block-item",
  "if": "control",
  "then": "control",
  "else": "control",
  "when": "control",
  "chooses": "control",
  "and": "word-operator",
  "or": "word-operator",
  "not": "word-operator",
  "in": "word-operator",
  "true": "boolean",
  "false": "boolean",
  "with": "contextual",
  "for": "contextual",
  "to": "contextual",
  "private": "contextual",
  "report": "contextual",
  "reports": "contextual",
  "against": "contextual",
  "ties": "contextual",
  "within": "contextual",
  "maximize": "contextual",
  "minimize": "contextual",
  "sum": "aggregate",
  "product": "aggregate",
  "max": "aggregate",
  "min": "aggregate",
  "nth": "aggregate",
  "argmax": "aggregate",
  "argmin": "aggregate",
  "count": "aggregate",
  "all": "aggregate",
  "exists": "aggregate",
  "E": "expectation",
  "P": "expectation"
} as const;

/** Keywords that introduce a name, with the class of the name. */
export const introduced = {
  "set": "type-definition",
  "agents": "type-definition",
  "model": "definition",
  "param": "definition",
  "state": "definition",
  "type": "definition",
  "let": "definition",
  "quantity": "definition",
  "message": "definition",
  "allocation": "definition",
  "transfer": "definition",
  "draw": "definition",
  "signal": "definition",
  "function": "call",
  "use": "type-reference",
  "payoff": "type-reference",
  "outside": "type-reference",
  "incentives": "concept",
  "participation": "concept",
  "require": "label",
  "feasible": "label"
} as const;

/** Contextual keywords that stand behind an operand. */
export const behindOperand: readonly string[] = ["with","for","private","report","reports","ties","within"];

/** Contextual keywords that stand behind another keyword. */
export const behindWord: Readonly<Record<string, readonly string[]>> = {"private":["to"],"ties":["against"],"to":["maximize","minimize"]};

/** What a mover chooses. */
export const chosen: readonly string[] = ["mechanism","information","prior"];

/** The regular expression of a name. */
export const namePattern = "[A-Za-z_][A-Za-z0-9_]*";

/** Tokens that are no words: class and regular expression, in the order in which they are tried. */
export const symbols = [
  [
    "doc-comment",
    "\\/\\/\\/[^\\n\\r]*"
  ],
  [
    "line-comment",
    "\\/\\/[^\\n\\r]*"
  ],
  [
    "block-comment",
    "\\/\\*[^*]*\\*+(?:[^/*][^*]*\\*+)*\\/"
  ],
  [
    "block-comment",
    "\\/\\*[^]*"
  ],
  [
    "number",
    "[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
  ],
  [
    "string",
    "\"(?:[^\"\\\\\\n\\r]|\\\\[^\\n\\r])*\""
  ],
  [
    "invalid-string",
    "\"[^\\n\\r]*"
  ],
  [
    "invalid-string",
    "[“”„][^“”\\n\\r]*[“”]?"
  ],
  [
    "invalid-string",
    "'[^'\\n\\r]*'"
  ],
  [
    "invalid",
    "=="
  ],
  [
    "invalid",
    ":="
  ],
  [
    "invalid",
    "<>"
  ],
  [
    "invalid",
    "≠"
  ],
  [
    "invalid",
    "=<"
  ],
  [
    "invalid",
    "≤"
  ],
  [
    "invalid",
    "=>"
  ],
  [
    "invalid",
    "≥"
  ],
  [
    "invalid",
    "\\*\\*"
  ],
  [
    "invalid",
    "×"
  ],
  [
    "invalid",
    "·"
  ],
  [
    "invalid",
    "−"
  ],
  [
    "invalid",
    "–"
  ],
  [
    "invalid",
    "\\.\\.\\."
  ],
  [
    "invalid",
    "…"
  ],
  [
    "invalid",
    "∈"
  ],
  [
    "invalid",
    "&&"
  ],
  [
    "invalid",
    "&"
  ],
  [
    "invalid",
    "∧"
  ],
  [
    "invalid",
    "\\|\\|"
  ],
  [
    "invalid",
    "∨"
  ],
  [
    "invalid",
    "¬"
  ],
  [
    "invalid",
    ";"
  ],
  [
    "operator",
    "\\.\\."
  ],
  [
    "operator",
    "<="
  ],
  [
    "operator",
    ">="
  ],
  [
    "operator",
    "!="
  ],
  [
    "operator",
    "="
  ],
  [
    "operator",
    "<"
  ],
  [
    "operator",
    ">"
  ],
  [
    "operator",
    "\\+"
  ],
  [
    "operator",
    "-"
  ],
  [
    "operator",
    "\\*"
  ],
  [
    "operator",
    "\\/"
  ],
  [
    "operator",
    "\\^"
  ],
  [
    "operator",
    "~"
  ],
  [
    "operator",
    "\\|"
  ],
  [
    "operator",
    ":"
  ],
  [
    "operator",
    ","
  ],
  [
    "bracket",
    "\\("
  ],
  [
    "bracket",
    "\\)"
  ],
  [
    "bracket",
    "\\["
  ],
  [
    "bracket",
    "\\]"
  ],
  [
    "bracket",
    "\\{"
  ],
  [
    "bracket",
    "\\}"
  ],
  [
    "invalid",
    "[\\u007f-\\uffff]+|[\\u0000-\\u0008\\u000e-\\u001f!-~]"
  ]
] as const;
