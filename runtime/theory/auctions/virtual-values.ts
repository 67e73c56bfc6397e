/**
 * Virtual values of discrete distributions and their ironing (Myerson 1981; for finite supports, Eq. (1) of "The Limits
 * of an Information Intermediary in Auction Design"). All arithmetic is exact: equal-revenue laws have virtual values that
 * are exactly zero, and floats would decide their sign by noise.
 */
import { compareValues, formatValue } from "../../../compiler/evaluate/keys.ts";
import type { Pmf } from "../../../compiler/evaluate/value.ts";
import { Rational } from "../../../compiler/exact/rational.ts";

/** A distribution of one number: values ascending and distinct, all masses positive, sum one. */
export interface ValueDistribution {
  readonly values: readonly Rational[];
  readonly masses: readonly Rational[];
}

/**
 * A finite distribution of numbers in ascending order.
 *
 * @throws TypeError if an outcome is not a number.
 */
export function valueDistribution(pmf: Pmf): ValueDistribution {
  const sorted = [...pmf.outcomes].sort((a, b) => compareValues(a.value, b.value));
  const values = sorted.map(({ value }) => {
    if (value instanceof Rational) return value;
    throw new TypeError(`not a number: ${formatValue(value)}`);
  });
  return { values, masses: sorted.map((o) => o.probability) };
}

/** `S(z_l) = P[V >= z_l]` for every value of the support. */
export function upperTails({ masses }: ValueDistribution): Rational[] {
  const tails = new Array<Rational>(masses.length);
  let tail = Rational.zero;
  for (let l = masses.length - 1; l >= 0; l--) {
    tail = tail.add(masses[l] as Rational);
    tails[l] = tail;
  }
  return tails;
}

/**
 * Virtual values, Eq. (1): `phi(z_l) = z_l - (z_{l+1} - z_l) S(z_{l+1}) / f(z_l)`, and `phi(z_k) = z_k` at the top.
 *
 * @example uniform on {1, 2, 3}: -1, 1, 3
 */
export function virtualValues(distribution: ValueDistribution): Rational[] {
  const { values, masses } = distribution;
  const tails = upperTails(distribution);
  return values.map((z, l) => {
    const next = values[l + 1];
    const above = tails[l + 1];
    return next && above
      ? z.sub(
          next
            .sub(z)
            .mul(above)
            .div(masses[l] as Rational),
        )
      : z;
  });
}

/** A distribution is regular when its virtual values do not decrease. */
export function isRegular(distribution: ValueDistribution): boolean {
  const phi = virtualValues(distribution);
  return phi.every((x, l) => l === 0 || x.compare(phi[l - 1] as Rational) >= 0);
}

/** Ironed virtual values, and the mean value over the ironed block that a value belongs to (the value itself if regular). */
export interface IronedValues {
  readonly ironed: readonly Rational[];
  readonly representative: readonly Rational[];
}

/**
 * Ironing by pooling adjacent violators: the slopes of the greatest convex minorant of the revenue curve in quantile
 * space. Only strict violators are pooled, so blocks are as small as they can be.
 */
export function iron(distribution: ValueDistribution): IronedValues {
  const { values, masses } = distribution;
  const phi = virtualValues(distribution);
  interface Block {
    readonly length: number;
    readonly mass: Rational;
    readonly virtual: Rational;
    readonly value: Rational;
  }
  const blocks: Block[] = [];
  for (const [l, z] of values.entries()) {
    const mass = masses[l] as Rational;
    let top: Block = { length: 1, mass, virtual: mass.mul(phi[l] as Rational), value: mass.mul(z) };
    for (let below = blocks.at(-1); below && below.virtual.mul(top.mass).compare(top.virtual.mul(below.mass)) > 0; below = blocks.at(-1)) {
      blocks.pop();
      top = { length: below.length + top.length, mass: below.mass.add(top.mass), virtual: below.virtual.add(top.virtual), value: below.value.add(top.value) };
    }
    blocks.push(top);
  }
  const spread = (of: (block: Block) => Rational): Rational[] => blocks.flatMap((block) => new Array<Rational>(block.length).fill(of(block)));
  return { ironed: spread((b) => b.virtual.div(b.mass)), representative: spread((b) => b.value.div(b.mass)) };
}

/**
 * The monopoly price: the smallest maximiser of `r S(r)` over the support.
 *
 * @throws RangeError if the support is empty.
 * @example uniform on {1, 2, 3}: 2
 */
export function reservePrice(distribution: ValueDistribution): Rational {
  return bestPrice(distribution).price;
}

/** The revenue of the monopoly price, `max_r r S(r)`. @throws RangeError if the support is empty. */
export function monopolyRevenue(distribution: ValueDistribution): Rational {
  return bestPrice(distribution).revenue;
}

function bestPrice(distribution: ValueDistribution): { readonly price: Rational; readonly revenue: Rational } {
  const tails = upperTails(distribution);
  const offers = distribution.values.map((price, l) => ({ price, revenue: price.mul(tails[l] as Rational) }));
  const [first, ...others] = offers;
  if (!first) throw new RangeError("a distribution without values has no price");
  return others.reduce((best, offer) => (offer.revenue.compare(best.revenue) > 0 ? offer : best), first);
}
