/** Public signals, what the seller does after each, and what that comes to. */
import { Rational } from "../../compiler/exact/rational.ts";
import { typeAt, type Auction } from "../../compiler/programs/intermediary/auction.ts";

/** A joint distribution over profiles of types: one probability per profile of the auction, zeros included. */
export type Joint = readonly Rational[];

/** An auction by profile: `buyer * profileCount + profile`; what stands at types of probability zero means nothing. */
export interface SaleTable {
  readonly win: readonly Rational[];
  readonly pay: readonly Rational[];
}

/** A signal with the seller's answer. The weights of all signals sum to one, and their posteriors average to the prior. */
export interface PublicSignal {
  readonly label: string;
  readonly weight: Rational;
  readonly posterior: Joint;
  readonly sale: SaleTable;
}

/** Expected payments and expected value of the winner. */
export interface Earnings {
  readonly revenue: Rational;
  readonly welfare: Rational;
}

export function value(auction: Auction, buyer: number, profile: number): Rational {
  return auction.buyers[buyer]?.values[typeAt(auction, buyer, profile)] ?? Rational.zero;
}

/** The highest value at a profile. */
export function highestValue(auction: Auction, profile: number): Rational {
  return auction.buyers.map((_, i) => value(auction, i, profile)).reduce((a, b) => (a.compare(b) >= 0 ? a : b));
}

/** `E[max value]` under a joint distribution. */
export function efficientWelfare(auction: Auction, joint: Joint): Rational {
  return joint.reduce((sum, mass, profile) => (mass.isZero() ? sum : sum.add(mass.mul(highestValue(auction, profile)))), Rational.zero);
}

/** What an auction earns under a joint distribution. */
export function earningsOf(auction: Auction, joint: Joint, { win, pay }: SaleTable): Earnings {
  let revenue = Rational.zero;
  let welfare = Rational.zero;
  for (const [profile, mass] of joint.entries()) {
    if (mass.isZero()) continue;
    for (const i of auction.buyers.keys()) {
      revenue = revenue.add(mass.mul(pay[i * joint.length + profile] ?? Rational.zero));
      welfare = welfare.add(mass.mul(win[i * joint.length + profile] ?? Rational.zero).mul(value(auction, i, profile)));
    }
  }
  return { revenue, welfare };
}

/**
 * What happens on average at every profile, over the signals that are sent there: the mechanism that an outsider sees who
 * does not see the signals. Quantities are affine in outcomes, so they can be read off it.
 */
export function averageSale(auction: Auction, signals: readonly PublicSignal[]): SaleTable {
  const average = (of: (sale: SaleTable) => readonly Rational[]): Rational[] =>
    auction.buyers.flatMap((_, i) =>
      auction.prior.map((mass, profile) => {
        if (mass.isZero()) return Rational.zero;
        const sum = signals.reduce((total, { weight, posterior, sale }) => total.add(weight.mul(posterior[profile] ?? Rational.zero).mul(of(sale)[i * auction.prior.length + profile] ?? Rational.zero)), Rational.zero);
        return sum.div(mass);
      }),
    );
  return { win: average((sale) => sale.win), pay: average((sale) => sale.pay) };
}
