/**
 * Exact rational numbers with a fast path: while numerator and denominator are safe integers they are plain
 * doubles, and only an overflow moves the value to BigInt. A value that went through a transcendental
 * function is *inexact*: it carries a float, and everything computed from it is inexact too.
 */
export class Rational {
  static readonly zero = new Rational(0, 1, false);
  static readonly one = new Rational(1, 1, false);

  /** Lowest terms, `d > 0`. Either both are safe integers or both are bigint. Inexact: `n` is any float, `d` is 1. */
  private constructor(
    readonly n: number | bigint,
    readonly d: number | bigint,
    readonly inexact: boolean,
  ) {}

  /** An integer. @throws RangeError if `value` is not a safe integer. */
  static integer(value: number): Rational {
    if (!Number.isSafeInteger(value)) throw new RangeError(`not a safe integer: ${value}`);
    return value === 0 ? Rational.zero : value === 1 ? Rational.one : new Rational(value, 1, false);
  }

  /** `n / d` in lowest terms. @throws RangeError if `d` is zero. */
  static of(n: number | bigint, d: number | bigint = 1): Rational {
    if (typeof n === "number" && typeof d === "number" && Number.isSafeInteger(n) && Number.isSafeInteger(d)) return small(n, d);
    return large(BigInt(n), BigInt(d));
  }

  /**
   * `n / base^exponent` in lowest terms. A prime that divides both divides the base, so no common divisor of two long
   * numbers is searched for, which is what makes {@link of} slow for them.
   *
   * @throws RangeError unless `base` is positive
   */
  static overPower(n: bigint, base: bigint, exponent: number): Rational {
    if (base <= 0n) throw new RangeError("the base of a denominator must be positive");
    if (n === 0n) return Rational.zero;
    let a = n;
    let b = base ** BigInt(exponent);
    for (;;) {
      const g = bigGcd(b, bigGcd(a < 0n ? -a : a, base));
      if (g === 1n) return fitted(a, b);
      a /= g;
      b /= g;
    }
  }

  /** An inexact value. Its arithmetic is floating point. */
  static float(value: number): Rational {
    return new Rational(value, 1, true);
  }

  /** The rational that a double stands for, exactly (a dyadic fraction). @throws RangeError unless finite. */
  static fromDouble(value: number): Rational {
    if (!Number.isFinite(value)) throw new RangeError(`not finite: ${value}`);
    if (Number.isSafeInteger(value)) return Rational.integer(value === 0 ? 0 : value);
    let denominator = 1n;
    let scaled = value;
    while (!Number.isInteger(scaled)) {
      scaled *= 2;
      denominator *= 2n;
    }
    return large(BigInt(scaled), denominator);
  }

  /**
   * Reads `3`, `-3/4`, `0.125`, `1e-3`, `2.5e2`; decimals are exact tenths.
   *
   * @example Rational.parse("0.1").toString() // "1/10"
   * @returns undefined when the text is not a number (or its exponent exceeds 10000).
   */
  static parse(text: string): Rational | undefined {
    const fraction = /^\s*([+-]?\d+)\s*\/\s*(\d+)\s*$/.exec(text);
    if (fraction) {
      const d = BigInt(fraction[2] ?? "1");
      return d === 0n ? undefined : large(BigInt(fraction[1] ?? "0"), d);
    }
    const decimal = /^\s*([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?\s*$/.exec(text);
    if (!decimal) return undefined;
    const digits = decimal[3] ?? "";
    const exponent = Number(decimal[4] ?? "0") - digits.length;
    if (Math.abs(exponent) > 10000) return undefined;
    const magnitude = BigInt((decimal[2] ?? "") + digits);
    const signed = decimal[1] === "-" ? -magnitude : magnitude;
    return exponent >= 0 ? large(signed * 10n ** BigInt(exponent), 1n) : large(signed, 10n ** BigInt(-exponent));
  }

  add(other: Rational): Rational {
    if (this.inexact || other.inexact) return Rational.float(this.toNumber() + other.toNumber());
    const { n: a, d: b } = this;
    const { n: c, d: e } = other;
    if (typeof a === "number" && typeof b === "number" && typeof c === "number" && typeof e === "number") {
      if (b === e) {
        const sum = a + c;
        if (Number.isSafeInteger(sum)) return b === 1 ? Rational.integer(sum === 0 ? 0 : sum) : small(sum, b);
      }
      const x = a * e;
      const y = c * b;
      const sum = x + y;
      const denominator = b * e;
      if (Number.isSafeInteger(x) && Number.isSafeInteger(y) && Number.isSafeInteger(sum) && Number.isSafeInteger(denominator)) return small(sum, denominator);
    }
    if (this.isZero()) return other;
    if (other.isZero()) return this;
    return large(BigInt(a) * BigInt(e) + BigInt(c) * BigInt(b), BigInt(b) * BigInt(e));
  }

  sub(other: Rational): Rational {
    return this.add(other.neg());
  }

  mul(other: Rational): Rational {
    if (this.inexact || other.inexact) return Rational.float(this.toNumber() * other.toNumber());
    const { n: a, d: b } = this;
    const { n: c, d: e } = other;
    if (typeof a === "number" && typeof b === "number" && typeof c === "number" && typeof e === "number") {
      const numerator = a * c;
      const denominator = b * e;
      if (Number.isSafeInteger(numerator) && Number.isSafeInteger(denominator)) {
        return denominator === 1 ? Rational.integer(numerator === 0 ? 0 : numerator) : small(numerator, denominator);
      }
    }
    return large(BigInt(a) * BigInt(c), BigInt(b) * BigInt(e));
  }

  /** @throws RangeError on division by zero. */
  div(other: Rational): Rational {
    if (other.isZero()) throw new RangeError("division by zero");
    if (this.inexact || other.inexact) return Rational.float(this.toNumber() / other.toNumber());
    const { n, d } = other;
    const reciprocal = n < 0 ? new Rational(-d as number, -n as number, false) : new Rational(d, n, false);
    return this.mul(reciprocal);
  }

  neg(): Rational {
    if (this.isZero()) return this;
    return new Rational(-this.n as number, this.d, this.inexact);
  }

  abs(): Rational {
    return this.n < 0 ? this.neg() : this;
  }

  /** Integer power; `0^0` is 1. @throws RangeError for `0` to a negative power. */
  pow(exponent: number): Rational {
    if (exponent < 0) return Rational.one.div(this).pow(-exponent);
    if (this.inexact) return Rational.float(this.toNumber() ** exponent);
    return large(BigInt(this.n) ** BigInt(exponent), BigInt(this.d) ** BigInt(exponent));
  }

  /** -1, 0 or 1. */
  sign(): -1 | 0 | 1 {
    return this.n > 0 ? 1 : this.n < 0 ? -1 : 0;
  }

  isZero(): boolean {
    return this.n === 0 || this.n === 0n;
  }

  isInteger(): boolean {
    return this.inexact ? Number.isInteger(this.n as number) : this.d === 1 || this.d === 1n;
  }

  /** Negative, zero or positive as this is less than, equal to or greater than the other. */
  compare(other: Rational): number {
    if (this.inexact || other.inexact) return this.toNumber() - other.toNumber();
    const { n: a, d: b } = this;
    const { n: c, d: e } = other;
    if (typeof a === "number" && typeof b === "number" && typeof c === "number" && typeof e === "number") {
      if (b === e) return a - c;
      const x = a * e;
      const y = c * b;
      if (Number.isSafeInteger(x) && Number.isSafeInteger(y)) return x - y;
    }
    const x = BigInt(a) * BigInt(e);
    const y = BigInt(c) * BigInt(b);
    return x < y ? -1 : x > y ? 1 : 0;
  }

  equals(other: Rational): boolean {
    return this.compare(other) === 0;
  }

  /** The nearest double (up to one unit in the last place for very long fractions). */
  toNumber(): number {
    const { n, d } = this;
    if (typeof n === "number" && typeof d === "number") return n / d;
    return bigRatio(BigInt(n), BigInt(d));
  }

  /** `8/5`, `-3`; an inexact value prints as its float. */
  toString(): string {
    if (this.inexact) return String(this.n);
    return this.isInteger() ? String(this.n) : `${this.n}/${this.d}`;
  }

  /** Numerator as a bigint. @throws TypeError if inexact. */
  numerator(): bigint {
    if (this.inexact) throw new TypeError("an inexact value has no numerator");
    return BigInt(this.n);
  }

  /** Denominator (positive) as a bigint. @throws TypeError if inexact. */
  denominator(): bigint {
    if (this.inexact) throw new TypeError("an inexact value has no denominator");
    return BigInt(this.d);
  }

  /** For the module's own constructors; use {@link Rational.of} elsewhere. */
  static unchecked(n: number | bigint, d: number | bigint): Rational {
    return new Rational(n, d, false);
  }
}

function small(n: number, d: number): Rational {
  if (d === 0) throw new RangeError("division by zero");
  if (n === 0) return Rational.zero;
  let a = n < 0 ? -n : n;
  let b = d < 0 ? -d : d;
  while (b !== 0) {
    const r = a % b;
    a = b;
    b = r;
  }
  const g = d < 0 ? -a : a;
  return Rational.unchecked(n / g, d / g);
}

function large(n: bigint, d: bigint): Rational {
  if (d === 0n) throw new RangeError("division by zero");
  if (n === 0n) return Rational.zero;
  let g = bigGcd(n < 0n ? -n : n, d < 0n ? -d : d);
  if (d < 0n) g = -g;
  return fitted(n / g, d / g);
}

/** Lowest terms as doubles where they fit. */
function fitted(a: bigint, b: bigint): Rational {
  const x = Number(a);
  const y = Number(b);
  return Number.isSafeInteger(x) && Number.isSafeInteger(y) ? Rational.unchecked(x, y) : Rational.unchecked(a, b);
}

function bigGcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) {
    const r = a % b;
    a = b;
    b = r;
  }
  return a;
}

/** n/d as a double without overflow: shift so that the integer quotient keeps 64 significant bits. */
function bigRatio(n: bigint, d: bigint): number {
  const negative = n < 0n;
  const a = negative ? -n : n;
  if (a === 0n) return 0;
  const shift = a.toString(2).length - d.toString(2).length - 64;
  const quotient = shift < 0 ? (a << BigInt(-shift)) / d : a / (d << BigInt(shift));
  const magnitude = scale(Number(quotient), shift);
  return negative ? -magnitude : magnitude;
}

/** value * 2^exponent in two steps, so that an intermediate power neither overflows nor underflows. */
function scale(value: number, exponent: number): number {
  const half = Math.trunc(exponent / 2);
  return value * 2 ** half * 2 ** (exponent - half);
}
