/**
 * Joint laws from pairings, by scheduling: the unit interval is time, each bidder must have one bid at every time, and a
 * time drawn uniformly gives a profile. The blocks that set the second highest bid are laid down first; whatever bids
 * remain fill the idle times. A pair at the same bid is a machine with two slots, and a bidder may work in both as long as
 * never at once: the wrap-around rule (McNaughton 1959). Exact, and linear in bidders times bids.
 */
import { Rational } from "../../../compiler/exact/rational.ts";
import type { ValueDistribution } from "../auctions/virtual-values.ts";

/** Bidders with a common law of bids. */
export interface Group {
  readonly members: number;
  readonly law: ValueDistribution;
}

/** A finite joint law of bids. */
export type Coupling = readonly { readonly bids: readonly Rational[]; readonly probability: Rational }[];

/** Top pairs: of two members of one group at every bid, from the top down; or as listed, `single` absent for two of the crowd. */
export type Pairing =
  | { readonly paired: true; readonly meetings: readonly [] }
  | { readonly paired: false; readonly meetings: readonly { readonly single?: Rational; readonly crowd: Rational; readonly probability: Rational }[] };

interface Interval {
  readonly from: Rational;
  readonly to: Rational;
  readonly bid: Rational;
}

/** One bidder's timetable and the mass of each bid she has yet to place. */
class Bidder {
  readonly busy: Interval[] = [];
  private readonly left: Rational[];

  constructor(private readonly law: ValueDistribution) {
    this.left = [...law.masses];
  }

  place(bid: Rational, from: Rational, to: Rational): void {
    if (to.compare(from) <= 0) return;
    this.busy.push({ from, to, bid });
    const l = this.law.values.findIndex((z) => z.equals(bid));
    this.left[l] = (this.left[l] ?? Rational.zero).sub(to.sub(from));
  }

  /** Fills idle time with the remaining bids, lowest first. */
  fill(): void {
    this.busy.sort((a, b) => a.from.compare(b.from));
    const fixed = this.busy.slice();
    let free = Rational.zero;
    let next = 0;
    for (const { from, to } of [...fixed, { from: Rational.one, to: Rational.one }]) {
      while (free.compare(from) < 0) {
        while (next < this.left.length && (this.left[next] ?? Rational.zero).isZero()) next++;
        const bid = this.law.values[next];
        const mass = this.left[next];
        if (bid === undefined || mass === undefined) throw new RangeError("the bids of a group do not have total mass one");
        const end = free.add(mass).compare(from) < 0 ? free.add(mass) : from;
        this.place(bid, free, end);
        free = end;
      }
      free = to;
    }
    this.busy.sort((a, b) => a.from.compare(b.from));
  }
}

/**
 * A coupling of the groups with the given top pairs; bidders of the first group come first.
 *
 * @throws RangeError if the law of a group does not sum to one.
 */
export function timeLine(groups: readonly Group[], pairing: Pairing): Coupling {
  const crews = groups.map(({ members, law }) => Array.from({ length: members }, () => new Bidder(law)));
  if (pairing.paired) pairTopDown(groups, crews);
  else arrange(crews, pairing.meetings);
  const everyone = crews.flat();
  for (const bidder of everyone) bidder.fill();
  return readOff(everyone);
}

/** Two slots for every bid of every group, from the highest bid down, until the time is used up (Proposition 3.2). */
function pairTopDown(groups: readonly Group[], crews: readonly (readonly Bidder[])[]): void {
  const blocks = groups.flatMap(({ members, law }, g) =>
    law.values.map((bid, l) => ({ bid, total: (law.masses[l] ?? Rational.zero).mul(Rational.integer(members)), g })),
  );
  blocks.sort((a, b) => b.bid.compare(a.bid));
  let time = Rational.zero;
  for (const { bid, total, g } of blocks) {
    const half = total.div(Rational.integer(2));
    const left = Rational.one.sub(time);
    const length = half.compare(left) < 0 ? half : left;
    twoSlots(crews[g] ?? [], bid, time, length);
    time = time.add(length);
  }
}

function arrange(
  crews: readonly (readonly Bidder[])[],
  meetings: readonly { readonly single?: Rational; readonly crowd: Rational; readonly probability: Rational }[],
): void {
  const single = crews[0]?.[0];
  const crowd = crews[1] ?? [];
  let time = Rational.zero;
  for (const { single: bid, crowd: partner, probability } of meetings) {
    if (bid === undefined) {
      twoSlots(crowd, partner, time, probability);
    } else {
      single?.place(bid, time, time.add(probability));
      const share = probability.div(Rational.integer(crowd.length));
      for (const [l, member] of crowd.entries()) member.place(partner, time.add(share.mul(Rational.integer(l))), time.add(share.mul(Rational.integer(l + 1))));
    }
    time = time.add(probability);
  }
}

/** Everyone in the crew gets an equal share of two slots of this length; shares are at most a slot, so nobody is in both at once. */
function twoSlots(crew: readonly Bidder[], bid: Rational, start: Rational, length: Rational): void {
  const share = length.mul(Rational.of(2, Math.max(2, crew.length)));
  const end = start.add(length);
  let from = start;
  for (const bidder of crew) {
    const to = from.add(share);
    if (to.compare(end) <= 0) {
      bidder.place(bid, from, to);
      from = to;
    } else {
      bidder.place(bid, from, end);
      from = to.sub(length);
      bidder.place(bid, start, from);
    }
  }
}

/** The profile at each time between two changes of anyone's bid. */
function readOff(bidders: readonly Bidder[]): Coupling {
  const cuts = bidders.flatMap(({ busy }) => busy.map(({ from }) => from)).sort((a, b) => a.compare(b));
  const at = bidders.map(() => 0);
  const profiles: { bids: readonly Rational[]; probability: Rational }[] = [];
  for (const [c, from] of cuts.entries()) {
    const to = cuts[c + 1] ?? Rational.one;
    if (to.compare(from) <= 0) continue;
    const bids = bidders.map(({ busy }, i) => {
      while ((busy[at[i] ?? 0]?.to ?? Rational.one).compare(from) <= 0 && (at[i] ?? 0) < busy.length - 1) at[i] = (at[i] ?? 0) + 1;
      return busy[at[i] ?? 0]?.bid ?? Rational.zero;
    });
    profiles.push({ bids, probability: to.sub(from) });
  }
  return profiles;
}
