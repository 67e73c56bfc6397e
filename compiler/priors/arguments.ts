/** Reading the arguments of a distribution; every failure is a DistributionError in the user's terms. */
import { formatValue } from "../evaluate/keys.ts";
import type { Continuous, FiniteSet, List, Pmf, Table, Value } from "../evaluate/value.ts";
import { Rational } from "../exact/rational.ts";
import { isNested, pmfFromNested } from "./nested.ts";
import { pmfFromProbabilities, pmfFromTable } from "./table.ts";
import { DistributionError } from "./types.ts";
import type { DistributionContext } from "./types.ts";

/** The argument at a position, as a finite number. `role` names it in messages, e.g. `the rate`. */
export function numberArgument(args: readonly Value[], position: number, role: string): Rational {
  return asNumber(args[position], role);
}

/** A finite number. @throws DistributionError otherwise. */
export function asNumber(value: Value | undefined, role: string): Rational {
  if (value instanceof Rational && Number.isFinite(value.toNumber())) return value;
  throw bad(`${role} must be a number${found(value)}`);
}

/** A number in [0, 1]. */
export function probabilityArgument(args: readonly Value[], position: number, role: string): Rational {
  const p = numberArgument(args, position, role);
  if (p.sign() < 0 || p.compare(Rational.one) > 0) throw bad(`${role} must lie between 0 and 1, and is ${p}`);
  return p;
}

/** A number above zero. */
export function positiveArgument(args: readonly Value[], position: number, role: string): Rational {
  const x = numberArgument(args, position, role);
  if (x.sign() <= 0) throw bad(`${role} must be positive, and is ${x}`);
  return x;
}

/** An integer from `least` to `greatest`. */
export function integerArgument(args: readonly Value[], position: number, role: string, least: number, greatest: number): number {
  const x = numberArgument(args, position, role);
  if (!x.isInteger()) throw bad(`${role} must be an integer, and is ${x}`);
  const integer = x.toNumber();
  if (integer < least || integer > greatest) throw bad(`${role} must lie between ${least} and ${greatest}, and is ${x}`);
  return integer;
}

/** The members of a set or list. */
export function collectionArgument(args: readonly Value[], position: number, role: string): readonly Value[] {
  const value = args[position];
  if (value !== undefined && isCollection(value)) return value.entries;
  throw bad(`${role} must be a set or a list${found(value)}`);
}

/**
 * A finite distribution: one that is built, a table of probabilities, a list of probabilities along the domain, or lists
 * nested along the domains of several components.
 *
 * @throws DistributionError `needs-discretize` for a continuous distribution.
 */
export function pmfArgument(args: readonly Value[], position: number, role: string, context: DistributionContext = {}): Pmf {
  return asPmf(args[position], role, context);
}

/** As {@link pmfArgument}, for one value. */
export function asPmf(value: Value | undefined, role: string, context: DistributionContext = {}): Pmf {
  if (value !== undefined && typeof value === "object" && "kind" in value) {
    if (value.kind === "pmf") return value;
    if (value.kind === "table") return pmfFromTable(value);
    if (value.kind === "continuous") throw continuousHere(value, role);
    if (value.kind === "list" && context.componentDomains && isNested(value)) return pmfFromNested(value, context.componentDomains);
    if (value.kind === "list" && context.domain) return pmfFromProbabilities(value.entries, context.domain);
  }
  const hint = value !== undefined && isCollection(value) ? "write uniform(...) to draw from a set or list" : undefined;
  throw new DistributionError("bad-distribution-argument", `${role} must be a distribution${found(value)}`, { hint });
}

export function isCollection(value: Value): value is List | FiniteSet {
  return typeof value === "object" && "kind" in value && (value.kind === "list" || value.kind === "set");
}

export function isTable(value: Value | undefined): value is Table {
  return typeof value === "object" && "kind" in value && value.kind === "table";
}

export function isContinuous(value: Value | undefined): value is Continuous {
  return typeof value === "object" && "kind" in value && value.kind === "continuous";
}

/** The error for an argument that does not fit. */
export function bad(message: string, hint?: string): DistributionError {
  return new DistributionError("bad-distribution-argument", message, { hint });
}

function continuousHere(value: Continuous, role: string): DistributionError {
  const text = formatValue(value);
  return new DistributionError("needs-discretize", `${role} must be a finite distribution, and ${text} is continuous`, {
    hint: `write discretize(${text}, 20)`,
  });
}

function found(value: Value | undefined): string {
  return value === undefined ? "" : `, and is ${formatValue(value)}`;
}
