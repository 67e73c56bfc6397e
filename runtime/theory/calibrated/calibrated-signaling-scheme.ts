/**
 * Symmetric signaling schemes of one shape that contains every optimal and near-optimal scheme of the paper:
 *
 *   no click         a random pair of bidders get the same signal, the others 0;
 *   one click        the bidder who would click and one random other bidder get a pair of signals, the others 0;
 *   two or more      two random bidders among those who would click get 1, each further one a signal drawn from a common
 *                    law, those who would not click 0.
 *
 * Signals are positions in a list of levels. Ties decide winners, and levels may be very close, so they are never compared
 * as floats.
 */
import type { CountLaw } from "./calibrated-signaling.ts";

export interface CalibratedScheme {
  readonly bidders: number;
  /** Ascending and distinct; the first is 0 and the last is 1. */
  readonly levels: readonly number[];
  readonly none: readonly { readonly level: number; readonly probability: number }[];
  /** `click`: level of the bidder who would click; `other`: level of her partner. */
  readonly one: readonly { readonly click: number; readonly other: number; readonly probability: number }[];
  readonly spare: readonly { readonly level: number; readonly probability: number }[];
}

/** A scheme by the values of its signals instead of their positions. */
export interface SchemeValues {
  readonly none: readonly (readonly [signal: number, probability: number])[];
  readonly one: readonly (readonly [click: number, other: number, probability: number])[];
  readonly spare: readonly (readonly [signal: number, probability: number])[];
}

/** Collects the levels of a scheme; the same double is the same level. @throws RangeError if a signal is not in [0, 1]. */
export function makeScheme(bidders: number, { none, one, spare }: SchemeValues): CalibratedScheme {
  const used = new Set([0, 1, ...none.map(([s]) => s), ...one.flatMap(([a, b]) => [a, b]), ...spare.map(([s]) => s)]);
  const levels = [...used].sort((a, b) => a - b);
  const position = new Map(levels.map((s, k) => [s, k]));
  const at = (signal: number): number => {
    if (!(signal >= 0 && signal <= 1)) throw new RangeError(`not a signal: ${signal}`);
    return position.get(signal) ?? 0;
  };
  return {
    bidders,
    levels,
    none: none.filter(([, p]) => p > 0).map(([s, probability]) => ({ level: at(s), probability })),
    one: one.filter(([, , p]) => p > 0).map(([a, b, probability]) => ({ click: at(a), other: at(b), probability })),
    spare: spare.filter(([, p]) => p > 0).map(([s, probability]) => ({ level: at(s), probability })),
  };
}

/** Expected second highest bid. */
export function schemeRevenue({ levels, none, one }: CalibratedScheme, law: CountLaw): number {
  const onNone = none.reduce((sum, { level, probability }) => sum + probability * (levels[level] ?? 0), 0);
  const onOne = one.reduce((sum, { click, other, probability }) => sum + probability * (levels[Math.min(click, other)] ?? 0), 0);
  return (law[0] ?? 0) * onNone + (law[1] ?? 0) * onOne + more(law);
}

/** Probability that the winner clicks, with uniform ties. A tie at the bottom level counts its two recipients only. */
export function schemeWelfare({ one }: CalibratedScheme, law: CountLaw): number {
  const won = one.reduce((sum, { click, other, probability }) => sum + (click > other ? probability : click === other ? probability / 2 : 0), 0);
  return (law[1] ?? 0) * won + more(law);
}

/** Mass of one signal among bidders who would click, and among those who would not. */
export interface SignalMass {
  readonly clicks: number;
  readonly others: number;
}

/**
 * The marginals f_{k,1} and f_{k,0} (equation (11) for the optimal scheme), per level. The law that does not exist, of
 * clickers when none clicks or of the others when all do, is all zeros.
 */
export function schemeMarginals(scheme: CalibratedScheme, count: number): SignalMass[] {
  const { bidders, levels } = scheme;
  const clicks = new Array<number>(levels.length).fill(0);
  const others = new Array<number>(levels.length).fill(0);
  const add = (to: number[], level: number, mass: number): void => {
    to[level] = (to[level] ?? 0) + mass;
  };
  if (count === 0) {
    for (const { level, probability } of scheme.none) add(others, level, (2 / bidders) * probability);
    add(others, 0, 1 - 2 / bidders);
  } else if (count === 1) {
    for (const { click, other, probability } of scheme.one) {
      add(clicks, click, probability);
      add(others, other, probability / (bidders - 1));
    }
    add(others, 0, 1 - 1 / (bidders - 1));
  } else {
    add(clicks, levels.length - 1, 2 / count);
    for (const { level, probability } of scheme.spare) add(clicks, level, (1 - 2 / count) * probability);
    if (count < bidders) add(others, 0, 1);
  }
  return levels.map((_, k) => ({ clicks: clicks[k] ?? 0, others: others[k] ?? 0 }));
}

/** Largest violation over the levels s of `E[clicks at s] = s E[bidders at s]` (Lemma 2.3), multiplied out so that unused levels are harmless. */
export function calibrationResidual(scheme: CalibratedScheme, law: CountLaw): number {
  const clicks = new Array<number>(scheme.levels.length).fill(0);
  const all = new Array<number>(scheme.levels.length).fill(0);
  for (const [count, probability] of law.entries()) {
    for (const [k, mass] of schemeMarginals(scheme, count).entries()) {
      clicks[k] = (clicks[k] ?? 0) + probability * count * mass.clicks;
      all[k] = (all[k] ?? 0) + probability * (count * mass.clicks + (scheme.bidders - count) * mass.others);
    }
  }
  return scheme.levels.reduce((worst, s, k) => Math.max(worst, Math.abs((clicks[k] ?? 0) - s * (all[k] ?? 0))), 0);
}

/** One signal profile, as levels. */
export interface SignalProfile {
  readonly levels: readonly number[];
  readonly probability: number;
}

/** Profiles of one outcome above which {@link signalLaw} refuses. */
export const maximalProfiles = 200_000;

/**
 * The joint law of all signals given who would click: the kernel, explicitly.
 *
 * @throws RangeError if it has more than {@link maximalProfiles} profiles, or the outcome is not one of the bidders.
 * @example signalLaw(optimalScheme([0, 1, 0]), [true, false]) // one profile, both at the level of 1/2
 */
export function signalLaw(scheme: CalibratedScheme, clicks: readonly boolean[]): SignalProfile[] {
  if (clicks.length !== scheme.bidders) throw new RangeError(`an outcome of ${clicks.length} bidders, not ${scheme.bidders}`);
  const everyone = clicks.map((_, i) => i);
  const active = everyone.filter((i) => clicks[i]);
  const profile = (...set: readonly (readonly [number, number])[]): number[] => {
    const levels = new Array<number>(clicks.length).fill(0);
    for (const [i, level] of set) levels[i] = level;
    return levels;
  };
  const [first, second] = active;
  if (first === undefined) {
    const chosen = pairs(everyone);
    const law = chosen.flatMap(([i, j]) =>
      scheme.none.map((s) => ({ levels: profile([i, s.level], [j, s.level]), probability: s.probability / chosen.length })),
    );
    return merged(law);
  }
  if (second === undefined) {
    const rest = everyone.filter((j) => j !== first);
    return merged(rest.flatMap((j) => scheme.one.map((s) => ({ levels: profile([first, s.click], [j, s.other]), probability: s.probability / rest.length }))));
  }
  const chosen = pairs(active);
  if (chosen.length * scheme.spare.length ** (active.length - 2) > maximalProfiles) throw new RangeError("too many signal profiles to list");
  const top = scheme.levels.length - 1;
  return merged(
    chosen.flatMap(([i, j]) => {
      let law: SignalProfile[] = [{ levels: profile([i, top], [j, top]), probability: 1 / chosen.length }];
      for (const l of active) {
        if (l === i || l === j) continue;
        law = law.flatMap((p) => scheme.spare.map((s) => ({ levels: p.levels.with(l, s.level), probability: p.probability * s.probability })));
      }
      return law;
    }),
  );
}

function pairs(members: readonly number[]): (readonly [number, number])[] {
  return members.flatMap((i, k) => members.slice(k + 1).map((j) => [i, j] as const));
}

function merged(law: readonly SignalProfile[]): SignalProfile[] {
  const byProfile = new Map<string, SignalProfile>();
  for (const p of law) {
    const key = p.levels.join();
    byProfile.set(key, { levels: p.levels, probability: p.probability + (byProfile.get(key)?.probability ?? 0) });
  }
  return [...byProfile.values()];
}

function more(law: CountLaw): number {
  return law.slice(2).reduce((a, b) => a + b, 0);
}
