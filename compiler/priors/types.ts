/** What a distribution of the language is, and how building one fails. */
import type { Rational } from "../exact/rational.ts";
import type { Continuous, Pmf, Value } from "../evaluate/value.ts";

/** What the declaration on the left of `~` says about the outcomes. */
export interface DistributionContext {
  /** The declared finite domain of a component, if known. */
  readonly domain?: readonly Value[];
  /** Number of components drawn jointly; absent when one component is drawn by itself. */
  readonly dimension?: number;
  /** The domain of each component of a joint draw; as many as `dimension`. */
  readonly componentDomains?: readonly (readonly Value[])[];
}

/** A named distribution: one file, one line in the registry. */
export interface DistributionDefinition {
  /** The name in a spec. */
  readonly name: string;
  /** Parameters as documentation shows them, e.g. `binomial(m, p)`. */
  readonly signature: string;
  /** One sentence. */
  readonly summary: string;
  /** A call that builds. */
  readonly example: string;
  /** Least and greatest number of arguments. */
  readonly arity: { readonly min: number; readonly max: number };
  /** @throws DistributionError when the arguments do not make a distribution. The number of arguments is within `arity`. */
  build(args: readonly Value[], context: DistributionContext): Pmf | Continuous;
}

/** Keys of the diagnostics that distributions raise. */
export type DistributionErrorKey = "bad-distribution-argument" | "prior-does-not-sum" | "negative-probability" | "outcome-outside-domain" | "needs-discretize" | "too-large";

/** Why a distribution could not be built; `message` is a full clause in the user's terms. */
export class DistributionError extends Error {
  readonly key: DistributionErrorKey;
  readonly hint?: string;
  /** `prior-does-not-sum`: one minus the sum of the probabilities. */
  readonly missing?: Rational;

  constructor(key: DistributionErrorKey, message: string, details: { readonly hint?: string; readonly missing?: Rational } = {}) {
    super(message);
    this.name = "DistributionError";
    this.key = key;
    this.hint = details.hint;
    this.missing = details.missing;
  }
}
