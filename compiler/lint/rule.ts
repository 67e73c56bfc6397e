/** What a rule of the linter sees and says. One rule per file; the registry lists them. */
import type { SourceFile } from "../../grammar/ast.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { lint } from "../diagnostics/codes/lint.ts";
import type { Model } from "../model/model.generated.ts";
import type { Task } from "../programs/task.ts";
import type { NameTable } from "./names.ts";

/** Key of an entry of the table of codes, MECH12xx. */
export type LintName = keyof typeof lint;

export interface LintContext {
  readonly source: string;
  readonly file: SourceFile;
  /** Who mentions whom, and what is bound where. */
  readonly names: NameTable;
  readonly model: Model;
  /** Absent when the moves are not compiled, or not yet. */
  readonly task?: Task;
}

/** A rule that needs no solver: fast enough for every keystroke. */
export interface Rule {
  /** The code that it raises. */
  readonly name: LintName;
  check(context: LintContext): readonly Diagnostic[];
}
