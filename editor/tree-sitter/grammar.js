// Generated from grammar/tokens.ts by scripts/generate-highlighting.ts. Do not edit.

module.exports = grammar({
  name: "mech",
  word: ($) => $.name,
  extras: ($) => [/\s/, $.doc_comment, $.line_comment, $.block_comment],
  // A name behind a declaration goes on with it, or is a player whose move begins: the next word tells.
  conflicts: ($) => [[$.declaration], [$.move], [$._also, $._piece]],
  rules: {
    file: ($) => repeat($._item),
    _item: ($) => choice($.block, $.declaration, $.move),
    block: ($) => seq(field("keyword", choice("information", "mechanism")), field("body", $.body)),
    body: ($) => seq("{", repeat($._inner), "}"),
    _inner: ($) => alias($.block_item, $.declaration),
    block_item: ($) => prec.right(seq(choice("message", "allocation", "transfer", "feasible", "draw", "signal", "public", "let"), repeat($._piece))),
    declaration: ($) => seq(choice("model", "cite", "use", "param", "set", "agents", "state", "type", "prior", "let", "function", "payoff", "outside", "incentives", "participation", "require", "quantity", "assert", "show"), repeat($._piece)),
    move: ($) => seq(field("mover", $.name), "chooses", $.chosen, repeat($._also), repeat($._piece)),
    _also: ($) => prec.dynamic(1, seq(",", $.chosen)),
    chosen: () => choice("mechanism", "information", "prior"),
    _piece: ($) => choice($.name, $.number, $.string, $.boolean, $.operator, $.parentheses, $.brackets, $.braces, ":", ",", "if", "then", "else", "when", "and", "or", "not", "in"),
    parentheses: ($) => seq("(", repeat($._piece), ")"),
    brackets: ($) => seq("[", repeat($._piece), "]"),
    braces: ($) => seq("{", repeat($._piece), "}"),
    operator: () => choice("..", "<=", ">=", "!=", "=", "<", ">", "+", "-", "*", "/", "^", "~", "|"),
    boolean: () => choice("true", "false"),
    name: () => /[A-Za-z_][A-Za-z0-9_]*/,
    number: () => token(/[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/),
    string: () => token(/"(?:[^"\\\n\r]|\\[^\n\r])*"/),
    doc_comment: () => token(prec(1, /\/\/\/[^\n\r]*/)),
    line_comment: () => token(/\/\/[^\n\r]*/),
    block_comment: () => token(/\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//),
  },
});
