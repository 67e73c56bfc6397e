; Generated from grammar/tokens.ts by scripts/generate-highlighting.ts. Do not edit.
(doc_comment) @comment.documentation
(line_comment) @comment
(block_comment) @comment
(string) @string
(number) @number
(boolean) @boolean
(operator) @operator
["model" "cite" "use" "param" "set" "agents" "state" "type" "let" "function" "payoff" "outside" "incentives" "participation" "require" "quantity" "assert" "show" "message" "allocation" "transfer" "feasible" "draw" "signal" "public"] @keyword
(block keyword: ["information" "mechanism"] @keyword)
(declaration "prior" @keyword)
(chosen) @keyword
["if" "then" "else" "when" "chooses"] @keyword.conditional
["and" "or" "not" "in"] @keyword.operator
["(" ")" "[" "]" "{" "}"] @punctuation.bracket
[":" ","] @punctuation.delimiter
(move mover: (name) @type)
(declaration ["set" "agents" "use" "payoff" "outside"] . (name) @type)
(declaration ["model" "param" "state" "type" "let" "quantity" "message" "allocation" "transfer" "draw" "signal"] . (name) @variable)
(declaration ["incentives" "participation"] . (name) @constant)
(declaration ["require" "feasible"] . (name) @label . ":")
(declaration ["require" "feasible"] . (name) @label . (brackets) . ":")
((name) @function.builtin . (parentheses) (#any-of? @function.builtin "sum" "product" "max" "min" "nth" "argmax" "argmin" "count" "all" "exists"))
((name) @function . (parentheses) (#not-any-of? @function "sum" "product" "max" "min" "nth" "argmax" "argmin" "count" "all" "exists" "with" "for" "to" "private" "report" "reports" "against" "ties" "within" "maximize" "minimize"))
((name) @function.builtin . (brackets) (#any-of? @function.builtin "E" "P"))
([(name) (number) (string) (parentheses) (brackets) (braces)] . (name) @keyword (#any-of? @keyword "with" "for" "report" "reports" "within" "private" "ties" "to"))
((chosen) . (name) @keyword (#any-of? @keyword "to"))
("then" . (name) @keyword (#any-of? @keyword "to"))
((name) @_first . (name) @keyword (#eq? @_first "private") (#any-of? @keyword "to"))
((name) @_first . (name) @keyword (#eq? @_first "ties") (#any-of? @keyword "against"))
((name) @_first . (name) @keyword (#eq? @_first "to") (#any-of? @keyword "maximize" "minimize"))
