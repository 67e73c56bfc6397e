/** The library: what `import ... from "mech-lang"` gives. The formatter is `mech-lang/prettier-plugin`. */
export * from "./compiler/diagnostics/index.ts";
export { parse } from "./grammar/index.ts";
export type { ParseResult, SourceFile, Span, SyntaxFault } from "./grammar/index.ts";
