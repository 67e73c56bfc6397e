" Vim syntax file for Mech.
" Generated from grammar/tokens.ts by scripts/generate-highlighting.ts. Do not edit.
if exists('b:current_syntax')
  finish
endif

scriptencoding utf-8
syn case match
syn iskeyword @,48-57,_

syn match mechInvalid /\v\S/
syn match mechBracket /\v\}/
syn match mechBracket /\v\{/
syn match mechBracket /\v\]/
syn match mechBracket /\v\[/
syn match mechBracket /\v\)/
syn match mechBracket /\v\(/
syn match mechOperator /\v,/
syn match mechOperator /\v:/
syn match mechOperator /\v\|/
syn match mechOperator /\v\~/
syn match mechOperator /\v\^/
syn match mechOperator /\v\//
syn match mechOperator /\v\*/
syn match mechOperator /\v-/
syn match mechOperator /\v\+/
syn match mechOperator /\v\>/
syn match mechOperator /\v\</
syn match mechOperator /\v\=/
syn match mechOperator /\v!\=/
syn match mechOperator /\v\>\=/
syn match mechOperator /\v\<\=/
syn match mechOperator /\v\.\./
syn match mechInvalid /\v;/
syn match mechInvalid /\v¬/
syn match mechInvalid /\v∨/
syn match mechInvalid /\v\|\|/
syn match mechInvalid /\v∧/
syn match mechInvalid /\v\&/
syn match mechInvalid /\v\&\&/
syn match mechInvalid /\v∈/
syn match mechInvalid /\v…/
syn match mechInvalid /\v\.\.\./
syn match mechInvalid /\v–/
syn match mechInvalid /\v−/
syn match mechInvalid /\v·/
syn match mechInvalid /\v×/
syn match mechInvalid /\v\*\*/
syn match mechInvalid /\v≥/
syn match mechInvalid /\v\=\>/
syn match mechInvalid /\v≤/
syn match mechInvalid /\v\=\</
syn match mechInvalid /\v≠/
syn match mechInvalid /\v\<\>/
syn match mechInvalid /\v:\=/
syn match mechInvalid /\v\=\=/
syn match mechInvalidString /\v'[^']*'/
syn match mechInvalidString /\v[“”„][^“”]*[“”]?/
syn match mechInvalidString /\v".*/
syn match mechNumber /\v[0-9]+%(\.[0-9]+)?%([eE][+-]?[0-9]+)?/
syn match mechName /\v<\h\w*>/
syn match mechCall /\v<\h\w*>%(\s*\()@=/
syn match mechMover /\v<\h\w*>%(\s+chooses>)@=/
syn match mechAggregate /\v<%(sum|product|max|min|argmax|argmin|count|all|exists)>%(\s*\(\s*%(<\h\w*>\s+in>|$))@=/
syn match mechAggregate /\v<nth>%(\s*\(%(.*,\s*<\h\w*>\s+in>|\s*$))@=/
syn match mechExpectation /\v<%(E|P)>%(\s*\[)@=/
syn match mechContextual /\v%([A-Za-z0-9_)\]}"]\s+)@40<=%(<%(model|cite|use|param|set|agents|state|type|prior|let|function|information|mechanism|payoff|outside|incentives|participation|require|quantity|assert|show|message|allocation|transfer|feasible|draw|signal|public|if|then|else|when|chooses|and|or|not|in|with|for|private|report|reports|ties|within)\s+)@40<!<%(with|for|report|reports|within)>\[@!%(\s*<chooses>)@!/
syn match mechContextual /\v%(^\s*)@<=<%(with|for|report|reports|within)>\[@!%(\s*<chooses>)@!%(\s+[A-Za-z0-9_(\[{"]|\s*$)@=/
syn match mechContextual /\v%(<%(mechanism|information|prior|then)\s+)@40<=<to>%(\s+%(maximize|minimize)>|\s*$)@=/
syn match mechContextual /\v<private>%(\s+%(to)>)@=/
syn match mechContextual /\v%(<%(private)\s+)@40<=<%(to)>%(\s*<chooses>)@!/
syn match mechContextual /\v<ties>%(\s+%(against)>)@=/
syn match mechContextual /\v%(<%(ties)\s+)@40<=<%(against)>%(\s*<chooses>)@!/
syn match mechContextual /\v%(<%(to)\s+)@40<=<%(maximize|minimize)>%(\s*<chooses>)@!/
syn match mechTypeDefinitionName /\v<\h\w*>%(\s+chooses>)@!/ contained
syn match mechDefinitionName /\v<\h\w*>%(\s*\()@!%(\s+chooses>)@!/ contained
syn match mechCallName /\v<\h\w*>%(\s+chooses>)@!/ contained
syn match mechTypeReferenceName /\v<\h\w*>%(\s+chooses>)@!/ contained
syn match mechConceptName /\v<\h\w*>%(\s+chooses>)@!/ contained
syn match mechLabelName /\v<\h\w*>%(\s*%(\[[^\]]*\]\s*)?:)@=/ contained
syn keyword mechDeclaration cite prior information mechanism assert show
syn keyword mechDeclaration set agents nextgroup=mechTypeDefinitionName skipwhite
syn keyword mechDeclaration model param state type let quantity nextgroup=mechDefinitionName skipwhite
syn keyword mechDeclaration function nextgroup=mechCallName skipwhite
syn keyword mechDeclaration use payoff outside nextgroup=mechTypeReferenceName skipwhite
syn keyword mechDeclaration incentives participation nextgroup=mechConceptName skipwhite
syn keyword mechDeclaration require nextgroup=mechLabelName skipwhite
syn keyword mechBlockItem public
syn keyword mechBlockItem message allocation transfer draw signal nextgroup=mechDefinitionName skipwhite
syn keyword mechBlockItem feasible nextgroup=mechLabelName skipwhite
syn keyword mechControl if then else when chooses
syn keyword mechWordOperator and or not in
syn keyword mechBoolean true false

syn region mechString start=/"/ skip=/\\./ end=/"/ oneline
syn match mechLineComment /\v\/\/.*/ contains=@Spell
syn match mechDocComment /\v\/\/\/.*/ contains=@Spell
syn region mechBlockComment start=/\/\*/ end=/\*\// contains=@Spell
syn sync minlines=200

hi def link mechDocComment SpecialComment
hi def link mechLineComment Comment
hi def link mechBlockComment Comment
hi def link mechDeclaration Keyword
hi def link mechBlockItem Keyword
hi def link mechControl Conditional
hi def link mechWordOperator Operator
hi def link mechBoolean Boolean
hi def link mechContextual Keyword
hi def link mechAggregate Special
hi def link mechExpectation Special
hi def link mechNumber Number
hi def link mechString String
hi def link mechInvalidString Error
hi def link mechInvalid Error
hi def link mechOperator Operator
hi def link mechBracket Delimiter
hi def link mechCall Function
hi def link mechConcept Constant
hi def link mechDefinition Identifier
hi def link mechLabel Label
hi def link mechMover Type
hi def link mechTypeDefinition Type
hi def link mechTypeReference Type
hi def link mechTypeDefinitionName mechTypeDefinition
hi def link mechDefinitionName mechDefinition
hi def link mechCallName mechCall
hi def link mechTypeReferenceName mechTypeReference
hi def link mechConceptName mechConcept
hi def link mechLabelName mechLabel

let b:current_syntax = 'mech'
