/** What the author of a spec may set in the editor, under `mech` in its settings or in the options of the client. */
import { solverNames } from "../../runtime/solvers/choose.ts";

export interface Settings {
  /** The solver by name; without it the one that fits the program. */
  readonly solver?: string;
  /** Whether to report what is legal but probably not meant. */
  readonly pedantic: boolean;
  /** Whether saving a file solves it and judges its claims. */
  readonly solveOnSave: boolean;
  readonly timeLimitSeconds: number;
}

export const defaultSettings: Settings = { pedantic: true, solveOnSave: true, timeLimitSeconds: 30 };

const fields = (value: unknown): Readonly<Record<string, unknown>> => (typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {});

/**
 * Each part is checked, and replaced by its default where it makes no sense: settings come from a file that somebody wrote.
 *
 * @example settingsOf({ solver: "exact", lint: { pedantic: false } })
 */
export function settingsOf(options: unknown): Settings {
  const { solver, lint, solveOnSave, timeLimitSeconds: seconds } = fields(options);
  const { pedantic } = fields(lint);
  return {
    ...(typeof solver === "string" && solverNames().includes(solver) ? { solver } : {}),
    pedantic: pedantic !== false,
    solveOnSave: solveOnSave !== false,
    timeLimitSeconds: typeof seconds === "number" && Number.isFinite(seconds) && seconds > 0 ? seconds : defaultSettings.timeLimitSeconds,
  };
}
