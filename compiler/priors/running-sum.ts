/** Sums of many probabilities whose fractions may be long. */
import { Rational } from "../exact/rational.ts";
import { Effort } from "./effort.ts";

/**
 * An exact sum that is brought to lowest terms at the end only. While the denominator at hand is a multiple of the next one,
 * which it is for the probabilities of one binomial law, no common divisor of long numbers is needed.
 */
export class RunningSum {
  private readonly effort = new Effort();
  /** The sum while it is short or inexact. */
  private short = Rational.zero;
  private long: { n: bigint; d: bigint } | undefined;

  /** @throws DistributionError when the exact sum becomes too long */
  add(x: Rational): void {
    if (x.inexact || this.short.inexact) {
      this.short = this.value().add(x);
      this.long = undefined;
      this.effort.spend(this.short);
      return;
    }
    if (!this.long) {
      if (typeof this.short.d === "number" && typeof x.d === "number") {
        this.short = this.short.add(x);
        this.effort.spend(this.short);
        return;
      }
      this.long = { n: this.short.numerator(), d: this.short.denominator() };
    }
    const denominator = x.denominator();
    if (this.long.d % denominator === 0n) {
      this.long.n += x.numerator() * (this.long.d / denominator);
      this.effort.spend(Rational.one);
      return;
    }
    const sum = Rational.of(this.long.n * denominator + x.numerator() * this.long.d, this.long.d * denominator);
    this.effort.spend(sum);
    this.long = { n: sum.numerator(), d: sum.denominator() };
  }

  value(): Rational {
    return this.long ? Rational.of(this.long.n, this.long.d) : this.short;
  }
}
