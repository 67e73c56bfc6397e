/** The checker's ways to give up: a reason why nothing can be proved, and a limit on the work. */
import type { Rational } from "../../../compiler/exact/rational.ts";
import type { Span } from "../../../compiler/model/model.generated.ts";

/** Why nothing can be proved; `flawed` when that is the solution's fault, whatever the checker knows. */
export class Refusal extends Error {
  constructor(
    text: string,
    readonly span?: Span,
    readonly flawed = false,
  ) {
    super(text);
  }
}

/** @throws Refusal always */
export function refuse(reason: string, span?: Span): never {
  throw new Refusal(reason, span);
}

/** For a solution that cannot be right: it lacks a part, contradicts itself, or is about something else. @throws Refusal always */
export function fault(reason: string, span?: Span): never {
  throw new Refusal(reason, span, true);
}

/** Counts the work, so that no input keeps the checker busy for long. */
export class Meter {
  private steps = 0;

  constructor(private readonly limit: number) {}

  /**
   * Long numbers count with the square of their length, as their arithmetic does.
   *
   * @throws Refusal beyond the limit
   */
  spend(steps: number, size?: Rational): void {
    const digits = typeof size?.d === "bigint" || typeof size?.n === "bigint" ? size.n.toString(16).length + size.d.toString(16).length : 0;
    this.steps += steps + (digits * digits) / 50;
    if (this.steps > this.limit) refuse(`checking needs more than ${this.limit.toLocaleString("en")} steps`);
  }
}
