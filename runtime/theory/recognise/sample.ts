/**
 * Profiles of clicks and signals at which the rules of a spec are read. Where there are few, all of them; where there are
 * many, every way in which the highest signals can tie and be held by bidders who click or do not, at positions that vary.
 */

/** Profiles up to which all are read. */
const few = 3000;

/** Profiles of a sample: all kinds of ties at the top (see {@link sampleProfiles}) at least three times, more where that is cheap. */
const many = { least: 27, most: 600 };

/** Comparisons of two bidders that a sample may take; a rule compares everybody with everybody at every profile. */
const comparisons = 6e6;

/** A bidder's click (0 or 1) and the ordinal of her signal, per bidder. */
export interface SampledProfile {
  readonly clicks: readonly number[];
  readonly signals: readonly number[];
}

/** Whether {@link sampleProfiles} lists every profile. */
export function isExhaustive(bidders: number, signals: number): boolean {
  return (2 * signals) ** bidders <= few;
}

/**
 * @example sampleProfiles(2, 3).length // 36: all of them
 */
export function sampleProfiles(bidders: number, signals: number): SampledProfile[] {
  if (isExhaustive(bidders, signals)) {
    return Array.from({ length: (2 * signals) ** bidders }, (_, code) => {
      const digits = Array.from({ length: bidders }, (__, i) => Math.floor(code / (2 * signals) ** i) % (2 * signals));
      return { clicks: digits.map((d) => d % 2), signals: digits.map((d) => Math.floor(d / 2)) };
    });
  }
  const draw = generator();
  const profiles: SampledProfile[] = [];
  const size = Math.min(many.most, Math.max(many.least, Math.floor(comparisons / bidders ** 2)));
  for (let k = 0; k < size; k++) {
    // At most three levels: a group at the top, another below it, and the rest anywhere below.
    const levels = [draw(signals), draw(signals), draw(signals)].sort((a, b) => b - a);
    const sizes = [1 + (k % Math.min(3, bidders)), Math.floor(k / 3) % Math.min(3, bidders)];
    const offset = draw(bidders);
    const level = (i: number): number => {
      const rank = (i + offset) % bidders;
      if (rank < (sizes[0] as number)) return levels[0] as number;
      if (rank < (sizes[0] as number) + (sizes[1] as number)) return levels[1] as number;
      return draw(4) === 0 ? draw((levels[2] as number) + 1) : (levels[2] as number);
    };
    const share = draw(5);
    profiles.push({
      signals: Array.from({ length: bidders }, (_, i) => level(i)),
      clicks: Array.from({ length: bidders }, () => (draw(4) < share ? 1 : 0)),
    });
  }
  return profiles;
}

/** A linear congruential generator (Numerical Recipes, section 7.1) with a fixed seed: recognition does not vary from run to run. */
function generator(): (below: number) => number {
  let state = 20_240_229;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
