/** Enumerates the joint law: states of positive probability, factor by factor in an order in which parents come first. */
import type { Span } from "../../grammar/span.ts";
import { evaluationError } from "../evaluate/error.ts";
import type { Evaluator } from "../evaluate/evaluator.ts";
import { noSlots } from "../evaluate/evaluator.ts";
import { formatValue, valueKey } from "../evaluate/keys.ts";
import { compileLaw } from "../evaluate/law.ts";
import type { Frame } from "../evaluate/frame.ts";
import type { FamilySpace } from "../evaluate/space.ts";
import type { Value } from "../evaluate/value.ts";
import { Rational } from "../exact/rational.ts";
import { childrenOf } from "../model/children.ts";
import { contextOf, flatten } from "../model/build-prior.ts";
import { fromDatum } from "../model/datum.ts";
import type { ComponentRef, Expr, Factor } from "../model/model.generated.ts";

/** Domains that grow while the law is enumerated (draws and given signals without a declared domain). */
export interface DomainTable {
  readonly values: Value[];
  readonly keys: Map<string, number>;
  readonly open: boolean;
}

export interface EnumeratedLaw {
  readonly count: number;
  readonly digits: Int32Array;
  readonly probability: readonly Rational[];
  /** True if some factor had rounded probabilities (see {@link withoutRounding}). */
  readonly inexact: boolean;
}

/** Number of the component that a reference names. */
export function componentNumber(families: ReadonlyMap<string, FamilySpace>, reference: ComponentRef): number {
  const family = families.get(reference.of);
  const position = family?.lookup.position(reference.index.map(fromDatum)) ?? -1;
  if (!family || position < 0) throw new RangeError(`no component ${reference.of}`);
  return family.first + position;
}

/** Factors so ordered that every parent is drawn before its child. @throws EvaluationError on a circle. */
export function orderFactors(factors: readonly Factor[], numberOf: (reference: ComponentRef) => number): readonly Factor[] {
  const maker = new Map<number, Factor>();
  for (const factor of factors) for (const target of factor.targets) maker.set(numberOf(target), factor);
  const ordered: Factor[] = [];
  const state = new Map<Factor, "open" | "done">();
  const visit = (factor: Factor): void => {
    if (state.get(factor) === "done") return;
    if (state.get(factor) === "open") throw evaluationError("cyclic-prior", factor.span, "This law depends on itself through other states.", "Break the circle: draw one of the states without looking at the others.");
    state.set(factor, "open");
    for (const parent of factor.parents) {
      const source = maker.get(numberOf(parent));
      if (source && source !== factor) visit(source);
    }
    state.set(factor, "done");
    ordered.push(factor);
  };
  factors.forEach(visit);
  return ordered;
}

/** Ordinal of a value in a domain; extends an open domain. @throws EvaluationError for a value outside a closed one. */
function ordinalIn(domain: DomainTable, value: Value, span: Span): number {
  const key = valueKey(value);
  const known = domain.keys.get(key);
  if (known !== undefined) return known;
  if (!domain.open) throw evaluationError("outcome-outside-domain", span, `The outcome ${formatValue(value)} is outside the declared domain {${domain.values.slice(0, 8).map(formatValue).join(", ")}${domain.values.length > 8 ? ", ..." : ""}}.`);
  domain.keys.set(key, domain.values.length);
  domain.values.push(value);
  return domain.values.length - 1;
}

interface Branch {
  readonly ordinals: readonly number[];
  readonly probability: Rational;
}

/**
 * Rounded probabilities as the fractions that they are, made to sum to exactly one. Multiplying doubles would round once
 * more and leave a joint law that is not quite the product of its factors; in this field that is no small matter, since
 * at any distance from independence the optimal auction extracts everything (Cremer and McLean 1988).
 */
function withoutRounding(branches: readonly Branch[]): readonly Branch[] {
  if (!branches.some((branch) => branch.probability.inexact)) return branches;
  const exact = branches.map((branch) => Rational.fromDouble(branch.probability.toNumber()));
  const total = exact.reduce((sum, mass) => sum.add(mass), Rational.zero);
  return branches.map((branch, k) => ({ ...branch, probability: (exact[k] as Rational).div(total) }));
}

/** @throws EvaluationError when there are more states than the limit, or a law is not one. */
export function enumerateLaw(
  evaluator: Evaluator,
  factors: readonly Factor[],
  domains: readonly DomainTable[],
  numberOf: (reference: ComponentRef) => number,
  limit: number,
  isDrawn: (component: number) => boolean = () => false,
): EnumeratedLaw {
  const width = domains.length;
  refuseProduct(factors, limit);
  let count = 1;
  let digits = new Int32Array(width).fill(-1);
  let probability: Rational[] = [Rational.one];
  let inexact = false;
  const frame = evaluator.frame();
  const makers = new Map<number, Maker>();
  evaluator.world.lawOf = (component, at) => (isDrawn(component) ? undefined : makers.get(component)?.(component, at));
  for (const factor of orderFactors(factors, numberOf)) {
    const targets = factor.targets.map(numberOf);
    const rule = compileBranches(evaluator, factor, targets, domains);
    const parents = parentsOf(factor, factors, numberOf);
    const drawnParents = parents.filter(isDrawn);
    const isNothing = (component: number): boolean => isEmpty(domains[component]?.values[frame.state[component] as number], "tuple");
    // A draw that looks at nothing draws nothing: `draw s ~ ... value[j] ...` where no j could be drawn.
    const branchesOf: typeof rule =
      targets.every(isDrawn) && drawnParents.length > 0 && factor.law === "rule" ? (at) => (drawnParents.some(isNothing) ? [nothingDrawn(targets, domains, factor.span)] : rule(at)) : rule;
    for (const target of targets) makers.set(target, makerOf(targets, branchesOf));
    const cache = new Map<string, readonly Branch[]>();
    const perRow: (readonly Branch[])[] = new Array<readonly Branch[]>(count);
    let total = 0;
    for (let row = 0; row < count; row++) {
      const key = parents.map((component) => digits[row * width + component]).join(" ");
      let branches = cache.get(key);
      if (!branches) {
        for (let c = 0; c < width; c++) frame.state[c] = digits[row * width + c] as number;
        const drawn = branchesOf(frame);
        branches = withoutRounding(drawn);
        inexact ||= branches !== drawn;
        cache.set(key, branches);
      }
      perRow[row] = branches;
      total += branches.length;
      if (total > limit || total * width > mostDigits) throw evaluationError("state-space-too-large", factor.span, `The prior has more than ${limit.toLocaleString("en")} states of positive probability.`, "Use fewer agents or coarser domains.");
    }
    const nextDigits = new Int32Array(total * width);
    const nextProbability: Rational[] = new Array<Rational>(total);
    let at = 0;
    for (let row = 0; row < count; row++) {
      for (const branch of perRow[row] as readonly Branch[]) {
        for (let c = 0; c < width; c++) nextDigits[at * width + c] = digits[row * width + c] as number;
        targets.forEach((component, k) => (nextDigits[at * width + component] = branch.ordinals[k] as number));
        nextProbability[at] = (probability[row] as Rational).mul(branch.probability);
        at++;
      }
    }
    digits = nextDigits;
    probability = nextProbability;
    count = total;
  }
  return { count, digits, probability, inexact };
}

/** Digits of all states together that are held at most: 400 MB. */
const mostDigits = 1e8;

/** Tables that look at nothing else are independent, so the states are at least as many as their product. */
function refuseProduct(factors: readonly Factor[], limit: number): void {
  let product = 1;
  for (const { law, table, span } of factors) {
    if (law !== "table") continue;
    product *= Math.max(1, (table ?? []).filter((row) => !(fromDatum(row.probability) as Rational).isZero()).length);
    if (product > limit) throw evaluationError("state-space-too-large", span, `The prior has more than ${limit.toLocaleString("en")} states of positive probability.`, "Use fewer agents or coarser domains.");
  }
}

/** The law of one component in the current state, the other targets of its factor held fixed. */
type Maker = (component: number, frame: Frame) => readonly { readonly ordinal: number; readonly probability: Rational }[];

function makerOf(targets: readonly number[], branchesOf: (frame: Frame) => readonly Branch[]): Maker {
  return (component, frame) => {
    const own = targets.indexOf(component);
    const agreeing = branchesOf(frame).filter((branch) => branch.ordinals.every((ordinal, k) => k === own || ordinal === frame.state[targets[k] as number]));
    const total = agreeing.reduce((sum, branch) => sum.add(branch.probability), Rational.zero);
    return agreeing.map((branch) => ({ ordinal: branch.ordinals[own] as number, probability: branch.probability.div(total) }));
  };
}

/** Components on which the branches of a factor depend; a conditional law also depends on what the law of its state looks at. */
function parentsOf(factor: Factor, factors: readonly Factor[], numberOf: (reference: ComponentRef) => number): readonly number[] {
  const own = factor.parents.map(numberOf);
  if (!factor.rule || !readsConditionalLaw(factor.rule)) return own;
  const sources = factors.filter((each) => each.targets.some((target) => own.includes(numberOf(target))));
  return [...new Set([...own, ...sources.flatMap((each) => [...each.parents, ...each.targets].map(numberOf))])];
}

const readsConditionalLaw = (expr: Expr): boolean => (expr.kind === "distribution" && expr.given !== undefined) || childrenOf(expr).some(readsConditionalLaw);

/** What a draw from an empty set is: the empty tuple, which nothing else in the language is. */
const nothingValue: Value = { kind: "tuple", entries: [] };

const isEmpty = (value: Value | undefined, kind: "set" | "tuple"): boolean => typeof value === "object" && "kind" in value && value.kind === kind && value.entries.length === 0;

function nothingDrawn(targets: readonly number[], domains: readonly DomainTable[], span: Span): Branch {
  return { ordinals: targets.map((component) => ordinalIn(domains[component] as DomainTable, nothingValue, span)), probability: Rational.one };
}

function compileBranches(evaluator: Evaluator, factor: Factor, targets: readonly number[], domains: readonly DomainTable[]): (frame: ReturnType<Evaluator["frame"]>) => readonly Branch[] {
  const place = (values: readonly Value[], probability: Rational): Branch => ({
    ordinals: values.map((value, k) => ordinalIn(domains[targets[k] as number] as DomainTable, value, factor.span)),
    probability,
  });
  if (factor.law === "table") {
    const rows = (factor.table ?? []).map((row) => place(row.values.map(fromDatum), fromDatum(row.probability) as Rational)).filter((branch) => !branch.probability.isZero());
    return () => rows;
  }
  if (!factor.rule) throw new RangeError("a factor without a table needs a rule");
  if (factor.law === "value") {
    const value = evaluator.compile(factor.rule, noSlots);
    return (frame) => [place([value(frame)], Rational.one)];
  }
  const own = targets.map((component) => domains[component] as DomainTable);
  const { rule } = factor;
  const [set] = rule.kind === "distribution" && rule.name === "uniform" && own.every((domain) => domain.open) ? rule.arguments : [];
  const drawnFrom = set && evaluator.compile(set, noSlots);
  const law = compileLaw(evaluator, factor.rule, noSlots, contextOf(own.map((domain) => (domain.open ? [] : domain.values)), targets.length > 1));
  return (frame) => {
    if (drawnFrom && isEmpty(drawnFrom(frame), "set")) return [nothingDrawn(targets, domains, factor.span)];
    const pmf = law(frame);
    const joint = targets.length;
    const single = joint > 1 && pmf.outcomes.every((outcome) => !(typeof outcome.value === "object" && "kind" in outcome.value && outcome.value.kind === "tuple"));
    if (single) {
      let rows: { values: Value[]; probability: Rational }[] = [{ values: [], probability: Rational.one }];
      for (let k = 0; k < joint; k++) {
        rows = rows.flatMap((row) => pmf.outcomes.map((outcome) => ({ values: [...row.values, outcome.value], probability: row.probability.mul(outcome.probability) })));
      }
      return rows.map((row) => place(row.values, row.probability));
    }
    return pmf.outcomes.map((outcome) => {
      const values = flatten(outcome.value, joint);
      if (values.length !== joint) throw evaluationError("outcome-outside-domain", factor.span, `An outcome has ${values.length} entries, but the law is about ${joint} components.`);
      return place(values, outcome.probability);
    });
  };
}

