/**
 * Recognises the click auctions of "Optimal Calibrated Signaling in Digital Auctions": bidders who click or not, private
 * signals that are calibrated, revenue the second highest signal, and possibly participation with realised clicks. What a
 * spec says is read off its rows and its objective at profiles of clicks and signals, so how it says it does not matter.
 */
import { Rational } from "../../../compiler/exact/rational.ts";
import { ProgramBuilder } from "../../../compiler/lp/builder.ts";
import { rowEntries } from "../../../compiler/lp/inspect.ts";
import { fractionAt } from "../../../compiler/lp/fractions.ts";
import type { Program } from "../../../compiler/lp/program.ts";
import { fromDatum } from "../../../compiler/model/datum.ts";
import type { Model, Variable } from "../../../compiler/model/model.generated.ts";
import { formOf } from "../../../compiler/rows/form.ts";
import { pointRows } from "../../../compiler/rows/points.ts";
import { pointsAt } from "../../../compiler/spaces/points.ts";
import { countLawOf } from "./count-law.ts";
import { sampleProfiles } from "./sample.ts";

export interface ClickAuction {
  /** `law[k]`: probability that k bidders click. */
  readonly law: readonly Rational[];
  /** Signals that the platform may send, ascending. */
  readonly grid: readonly Rational[];
  /** Every bidder must gain on average, with the clicks that happen and ties broken evenly. */
  readonly participation: boolean;
  /** Name of the quantity that is maximised, or `objective`. */
  readonly quantity: string;
}

/** @returns undefined when the spec is something else */
export function clickAuction(model: Model): ClickAuction | undefined {
  const [move, ...more] = model.moves;
  const objective = move?.objectives[0];
  if (!move || more.length > 0 || move.chooses.join() !== "information" || objective?.sense !== "maximize") return undefined;
  const [clicks, signals, ...rest] = [...model.variables].sort((a, b) => Number(b.given) - Number(a.given));
  if (!clicks || !signals || rest.length > 0 || model.agents.length !== 1 || model.messages.some((message) => !message.strategy)) return undefined;
  const grid = signalGrid(model, clicks, signals);
  const law = grid && countLawOf(model, clicks);
  if (!law || law.length !== clicks.components.length + 1) return undefined;

  const bidders = clicks.components.length;
  const profiles = sampleProfiles(bidders, grid.length);
  const clicksFirst = model.variables[0] === clicks;
  const points = pointsAt(
    model,
    profiles.map((profile) => {
      const own = profile.clicks.map((click) => Rational.integer(click));
      const told = profile.signals.map((signal) => grid[signal] as Rational);
      return clicksFirst ? [...own, ...told] : [...told, ...own];
    }),
  );
  const at = profiles.map((profile) => ({ clicks: profile.clicks, signals: profile.signals.map((signal) => grid[signal] as Rational) }));
  const revenue = formOf(points, objective.value);
  if (!revenue.offset.isZero() || !revenue.values.every((value, k) => value.equals(secondHighest(at[k]?.signals ?? [])))) return undefined;

  const builder = new ProgramBuilder("sample", "maximize");
  builder.addColumns({ name: "point", role: "probability", indexNames: ["k"], sentence: "{k}" }, points.count, Rational.zero, undefined, false, (k) => [String(k)]);
  for (const row of points.model.rows) pointRows(points, row)?.addTo(builder);
  const kinds = rowKinds(builder.build(), at, grid);
  if (!kinds?.calibrated) return undefined;
  return { law, grid, participation: kinds.participation, quantity: objective.value.kind === "quantity" ? objective.value.of : "objective" };
}

interface Profile {
  readonly clicks: readonly number[];
  readonly signals: readonly Rational[];
}

/** Clicks and signals of the one set of agents: states that nobody observes, and signals private to each, on one grid. */
function signalGrid(model: Model, clicks: Variable, signals: Variable): readonly Rational[] | undefined {
  const size = model.agents[0]?.elements.length ?? 0;
  const indexed = [clicks, signals].every((variable) => variable.components.length === size && variable.indices.length === 1 && variable.indices[0]?.set === model.agents[0]?.name);
  const hidden = clicks.given && clicks.audience === "nobody" && clicks.role === "state";
  const own = !signals.given && signals.audience === "agent" && signals.observers.every((observer, k) => JSON.stringify([observer.element]) === JSON.stringify(signals.components[k]?.index));
  if (size < 2 || !indexed || !hidden || !own) return undefined;
  const zeroOne = clicks.components.every((component) => component.domain.map((each) => String(fromDatum(each) as Rational)).sort().join() === "0,1");
  const text = JSON.stringify(signals.components[0]?.domain);
  if (!zeroOne || signals.components.some((component) => JSON.stringify(component.domain) !== text)) return undefined;
  const grid = (signals.components[0]?.domain ?? []).map(fromDatum);
  if (!grid.every((each): each is Rational => each instanceof Rational && each.sign() >= 0 && each.compare(Rational.one) <= 0)) return undefined;
  return [...grid].sort((a, b) => a.compare(b));
}

function secondHighest(signals: readonly Rational[]): Rational {
  return [...signals].sort((a, b) => b.compare(a))[1] ?? Rational.zero;
}

/**
 * Which rows there are, each compared with what it should be at every profile, up to a positive factor (any factor for an
 * equation): calibration of bidder i at s is `sum over the profiles with x_i = s of mass (o_i - s) = 0`, participation of i
 * is `sum of mass w_i (o_i - second) >= 0` with `w_i` her share of the ties at the top.
 *
 * @returns undefined when some row is of neither kind, or a row of a kind that occurs is missing
 */
function rowKinds(program: Program, at: readonly Profile[], grid: readonly Rational[]): { calibrated: boolean; participation: boolean } | undefined {
  const wanted = new Map<string, string>();
  const bidders = at[0]?.clicks.length ?? 0;
  const expect = (name: string, equation: boolean, coefficient: (profile: Profile) => Rational): void => {
    const key = normalKey(at.flatMap((profile, column) => nonzero(column, coefficient(profile))), equation);
    if (key !== undefined) wanted.set(key, name);
  };
  // Once per profile: with a hundred bidders, once per bidder and profile takes seconds.
  const [second, winning] = [new Map(at.map((profile) => [profile, secondHighest(profile.signals)])), new Map(at.map((profile) => [profile, winners(profile)]))];
  const realised = (profile: Profile, i: number): Rational => {
    const ties = winning.get(profile);
    if (!ties?.has(i)) return Rational.zero;
    return Rational.of(1, ties.size).mul(Rational.integer(profile.clicks[i] ?? 0).sub(second.get(profile) ?? Rational.zero));
  };
  for (let i = 0; i < bidders; i++) {
    for (const signal of grid) {
      const own = (profile: Profile): boolean => profile.signals[i]?.equals(signal) === true;
      expect(`calibrated ${i} ${signal}`, true, (profile) => (own(profile) ? Rational.integer(profile.clicks[i] ?? 0).sub(signal) : Rational.zero));
    }
    expect(`participation ${i}`, false, (profile) => realised(profile, i));
  }
  const found = new Set<string>();
  for (let row = 0; row < program.rowCount; row++) {
    if (!fractionAt(program.rhs, row).isZero()) return undefined;
    const sense = program.rowSense[row];
    const entries = [...rowEntries(program, row)].map(({ column, coefficient }) => [column, sense === "<=" ? coefficient.neg() : coefficient] as const);
    const key = normalKey(entries, sense === "=");
    if (key === undefined) continue;
    const name = wanted.get(key);
    if (name === undefined) return undefined;
    found.add(name);
  }
  const all = [...new Set(wanted.values())];
  const of = (kind: string): readonly string[] => all.filter((name) => name.startsWith(kind));
  const every = (kind: string): boolean => of(kind).every((name) => found.has(name));
  const some = (kind: string): boolean => of(kind).some((name) => found.has(name));
  if (!every("calibrated") || (some("participation") && !every("participation"))) return undefined;
  return { calibrated: true, participation: some("participation") };
}

const nonzero = (column: number, value: Rational): (readonly [number, Rational])[] => (value.isZero() ? [] : [[column, value]]);

/** Those who share the good: the bidders with the highest signal. */
function winners({ signals }: Profile): ReadonlySet<number> {
  const top = signals.reduce((a, b) => (a.compare(b) >= 0 ? a : b));
  return new Set(signals.flatMap((signal, i) => (signal.equals(top) ? [i] : [])));
}

/** A row as text, divided by its first coefficient (by its absolute value if the row is no equation); undefined for a row of zeros. */
function normalKey(entries: readonly (readonly [number, Rational])[], equation: boolean): string | undefined {
  const first = entries[0]?.[1];
  if (!first) return undefined;
  const factor = equation ? first : first.abs();
  return `${equation ? "=" : ">="} ${entries.map(([column, value]) => `${column}:${value.div(factor)}`).join(" ")}`;
}
