/** Diagnostics: what is wrong with a spec, where, and what to do about it. */
export { codes, type DiagnosticName } from "./codes.ts";
export { diagnostic, hasErrors, type Diagnostic, type DiagnosticDetails, type Fix, type Label, type TextEdit } from "./diagnostic.ts";
export type { CodeEntry, Severity } from "./entry.ts";
export { allCodes, diagnosticsPage, explain } from "./explain.ts";
export { fromFault } from "./faults.ts";
export { plainPainter, type Painter } from "./painter.ts";
export { render, toJson, type JsonDiagnostic, type RenderOptions, type Source } from "./render.ts";
export { Sink } from "./sink.ts";
export { didYouMean, didYouMeanHint } from "./suggest.ts";
