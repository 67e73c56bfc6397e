import { diagnostic, type Diagnostic } from "../../diagnostics/diagnostic.ts";
import { Rational } from "../../exact/rational.ts";
import type { Assert } from "../../model/model.generated.ts";
import { closedValue, shapeOf } from "../expressions.ts";
import { removal } from "../removal.ts";
import type { Rule } from "../rule.ts";

/** Asserts that hold for every model: both sides are the same, or only constants are compared. */
export const trivialAssert: Rule = {
  name: "trivial-assert",
  check: ({ model, source }) =>
    model.asserts.flatMap((assert): Diagnostic[] => {
      const reason = whyTrivial(assert);
      if (reason === undefined) return [];
      return [diagnostic("trivial-assert", { span: assert.span, text: `This says nothing about the model: ${reason}.`, hint: "Compare a quantity with the value that it should have.", fix: { title: "Remove the assert", edits: [removal(source, assert.span)] } })];
    }),
};

function whyTrivial({ claim, within }: Assert): string | undefined {
  if (within) {
    const [value, low, high] = [claim, within.low, within.high].map(closedValue);
    const holds = value instanceof Rational && low instanceof Rational && high instanceof Rational && value.compare(low) >= 0 && value.compare(high) <= 0;
    return holds ? "only constants are compared" : undefined;
  }
  if (closedValue(claim) === true) return "only constants are compared";
  if (claim.kind !== "apply" || !["=", "<=", ">="].includes(claim.operator)) return undefined;
  const [left, right] = claim.arguments;
  return left && right && shapeOf(left) === shapeOf(right) ? "both sides are the same" : undefined;
}
