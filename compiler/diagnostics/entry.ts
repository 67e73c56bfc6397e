/** One row of the table of codes. To add a code, add an entry to the file of its range under `codes/`. */
export interface CodeEntry {
  /** `MECH` and four digits; never reused for something else once released. */
  readonly code: string;
  readonly severity: Severity;
  /** A few words, no full stop: the headline above the code frame. */
  readonly title: string;
  /** Prose for `mech explain`: what is wrong, why the language insists, and what to do. */
  readonly explanation: string;
  /** A short spec (or command) that gets this code. */
  readonly example: string;
  /** The same spec, put right. */
  readonly fixedExample?: string;
  /**
   * Where the code is raised. Absent: by `mech check`, from the text of {@link example} alone. `lint`: by
   * `mech check --pedantic`; `slow-lint`: there too, by a rule that solves the spec or visits every profile.
   */
  readonly stage?: "solve" | "command" | "lint" | "slow-lint";
}

export type Severity = "error" | "warning" | "info";
