/* Generated from result.schema.json by scripts/generate-types.ts. Do not edit. */

/**
 * What `mech solve --json` prints.
 */
export interface Result {
  version: "1.0";
  model: string;
  /**
   * closed-form: the program is too large to be solved; only what a theorem says is reported.
   */
  status: "optimal" | "infeasible" | "unbounded" | "evaluated" | "closed-form" | "error";
  /**
   * Who chooses what, which equilibrium is meant, and how ties are broken.
   */
  selection?: string;
  /**
   * exact: proved over the rationals. interval: rigorous bounds. none: nothing was optimised.
   */
  certificate: "exact" | "interval" | "none";
  /**
   * True when the data came through a transcendental function: then exact means exact for the rounded data.
   */
  inexact?: boolean;
  objective?: Quantity;
  quantities: {
    [k: string]: Quantity;
  };
  rules: {
    [k: string]: Rule;
  };
  /**
   * Values of the `let`s behind `show`, by name.
   */
  shown?: {
    [k: string]: Table;
  };
  /**
   * The chosen information: the joint law of states and signals, where it is positive.
   */
  information?: {
    /**
     * Labels of what is drawn by the prior.
     */
    states: string[];
    /**
     * Labels of the chosen signals and recommended messages.
     */
    signals: string[];
    entries: Mass[];
  };
  asserts: Assert[];
  checks: Check[];
  /**
   * Nonzero multipliers by row family, d objective / d right-hand side.
   */
  duals?: {
    [k: string]: Dual[];
  };
  /**
   * Exact multipliers that prove infeasibility.
   */
  farkas?: {
    [k: string]: Dual[];
  };
  conflict?: {
    /**
     * A minimal set of constructs that cannot hold together.
     */
    families: string[];
    members: Member[];
    text: string[];
    /**
     * The cheapest way out.
     */
    relaxation?: string[];
  };
  /**
   * Why the objective has no bound.
   */
  ray?: string[];
  /**
   * Tables in words: duals, virtual values, slackness, ranging.
   */
  explanation?: {
    [k: string]: string[];
  };
  /**
   * What can be guaranteed whatever the information, and what cannot be exceeded under the worst.
   */
  bounds?: {
    /**
     * The parameter k of the ladder of actions 0, 1/k, ..., k.
     */
    ladder: number;
    /**
     * What is chosen first: the mechanism (the value is the lower bound) or the information (the upper bound).
     */
    order: "mechanism" | "information";
    form: "coupling" | "textbook";
    lower: Bound;
    upper: Bound;
    /**
     * The information that attains the upper bound: probability of every profile of signals, and interim values there.
     */
    interim?: {
      /**
       * What is expected: values of numbers of the outcome to an agent.
       */
      numbers: string[];
      entries: {
        signals: string[];
        probability: number;
        values: number[];
      }[];
    };
  };
  /**
   * What a theorem says about this spec: its values under their names, as numbers. Every prediction is held against the solved program, see `checks`.
   */
  theory?: {
    theorem: string;
    cite: string;
    /**
     * Why the solved program may stay below or above the closed form.
     */
    because?: string;
    /**
     * The values that are fractions.
     */
    exact?: {
      [k: string]: string;
    };
    /**
     * Further theorems that apply, in the same form.
     */
    also?: {}[];
    [k: string]: unknown;
  };
  program: {
    rows: number;
    columns: number;
    nonzeros: number;
    integers: number;
    /**
     * Size before symmetry was used to reduce it.
     */
    reducedFrom?: {
      rows: number;
      columns: number;
      nonzeros: number;
    };
    /**
     * Families of columns that the coarsest equitable partition made smaller.
     */
    merged?: {
      family: string;
      from: number;
      to: number;
      /**
       * Indices in which columns that were put together differ.
       */
      differ: string[];
      /**
       * Two columns that were put together.
       */
      example: string[][];
    }[];
  };
  solver: string;
  /**
   * Milliseconds.
   */
  timings: {
    parse: number;
    compile: number;
    solve: number;
    verify: number;
  };
  /**
   * As `mech check --json` prints them.
   */
  diagnostics: {}[];
  /**
   * With public signals: the posteriors they leave, each a problem of its own.
   */
  posteriors?: Posterior[];
}
export interface Quantity {
  /**
   * Nearest double.
   */
  value: number;
  /**
   * Fraction, where it is known exactly.
   */
  exact?: string;
  /**
   * Rigorous bounds, where the value is not exact.
   *
   * @minItems 2
   * @maxItems 2
   */
  interval?: [number, number];
  /**
   * Least and greatest value over all optimal mechanisms (`--unique`); equal when optimality determines the quantity.
   */
  range?: Amount[];
}
export interface Amount {
  /**
   * Nearest double.
   */
  value: number;
  /**
   * Fraction, where it is known exactly.
   */
  exact?: string;
}
export interface Rule {
  role: "allocation" | "transfer";
  /**
   * False when the spec gave the rule.
   */
  chosen: boolean;
  /**
   * Names of the indices.
   */
  indices: string[];
  /**
   * Who reports, one label per place of `at`.
   */
  agents: string[];
  entries: Entry[];
}
export interface Entry {
  /**
   * Indices of the outcome, as in the spec.
   */
  index: string[];
  /**
   * What each agent who has something to report reports, in the order of `agents`.
   */
  at: string[];
  /**
   * A fraction as text, or an inexact number.
   */
  value: string | number;
}
export interface Table {
  indices: string[];
  /**
   * What the entries of `at` are: agents whose reports they are, or components of the state.
   */
  columns: string[];
  entries: {
    index: string[];
    at: string[];
    /**
     * In the syntax of a spec: a fraction, a set, a symbol.
     */
    value: string;
  }[];
}
export interface Mass {
  /**
   * One value per label in `states`.
   */
  state: string[];
  /**
   * One value per label in `signals`.
   */
  signals: string[];
  /**
   * Joint probability: a fraction as text, or an inexact number.
   */
  probability: string | number;
}
export interface Assert {
  text: string;
  holds: boolean;
  /**
   * What was found instead.
   */
  detail?: string;
}
export interface Check {
  name: string;
  holds: boolean;
  rows: number;
  worst?: Amount;
  counterexample?: Counterexample;
}
/**
 * For incentives: payoff from truth (`left`), from the deviation (`right`), and the difference.
 */
export interface Counterexample {
  /**
   * The violated row in words.
   */
  sentence: string;
  index: string[];
  agent?: string;
  /**
   * What the agent knows (her true type).
   */
  knows?: string;
  /**
   * Profile at which a pointwise row fails.
   */
  at?: string;
  /**
   * The better report.
   */
  deviation?: string;
  /**
   * What the others report.
   */
  rivals?: string;
  left: Amount;
  right: Amount;
  gain: Amount;
  /**
   * Line of the construct in the spec.
   */
  line?: number;
  /**
   * Outcomes at the profile under truth and under the deviation.
   */
  rule?: string[];
}
export interface Dual {
  index: string[];
  /**
   * Fraction.
   */
  value: string;
}
export interface Member {
  /**
   * Family of the row.
   */
  name: string;
  index: string[];
  sentence: string;
  /**
   * Farkas weight, a fraction.
   */
  weight: string;
  line?: number;
}
export interface Bound {
  /**
   * Certified: rounded down for a lower bound, up for an upper one.
   */
  value: number;
  exact?: string;
  /**
   * Where the optimum of the program of this bound lies: how much is lost by solving it approximately.
   *
   * @minItems 2
   * @maxItems 2
   */
  optimum: [number, number];
  /**
   * Multipliers of the law: by state for a known prior (what is guaranteed there), by condition for an open one.
   */
  sensitivities: {
    of: string[];
    value: number;
  }[];
  rows: number;
  columns: number;
  nonzeros: number;
  method: string;
  milliseconds: number;
}
export interface Posterior {
  /**
   * Public signals that leave this posterior.
   */
  signals: string[];
  probability: Amount;
  objective?: Quantity;
  surplus?: Quantity1;
  /**
   * The posterior: a law per buyer where values are independent, otherwise one joint law.
   */
  law?: string[];
  rules: {
    [k: string]: Rule;
  };
  /**
   * Nonzero multipliers of the problem of this posterior, by row family; absent where the auction came from virtual values.
   */
  duals?: {
    [k: string]: Dual[];
  };
}
/**
 * What buyers keep, where the objective is the revenue of a seller who answers an intermediary.
 */
export interface Quantity1 {
  /**
   * Nearest double.
   */
  value: number;
  /**
   * Fraction, where it is known exactly.
   */
  exact?: string;
  /**
   * Rigorous bounds, where the value is not exact.
   *
   * @minItems 2
   * @maxItems 2
   */
  interval?: [number, number];
  /**
   * Least and greatest value over all optimal mechanisms (`--unique`); equal when optimality determines the quantity.
   */
  range?: Amount[];
}
