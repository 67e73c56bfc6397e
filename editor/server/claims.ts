/** What a solution says about the claims of a spec, as diagnostics at the claims. */
import { diagnostic, type Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { Compilation } from "../../compiler/driver.ts";
import { expectedFailures } from "../../runtime/verify/claims.ts";
import type { Amount, Check, Result } from "../../runtime/report/result.generated.ts";

/** Failed asserts, failed checks that no assert expects, and a program without a solution that no assert claims. */
export function claimDiagnostics(result: Result, { model }: Pick<Compilation, "model">): Diagnostic[] {
  if (!model) return [];
  const whole = model.moves[0]?.span ?? { start: 0, end: 0 };
  const found: Diagnostic[] = [];
  result.asserts.forEach((claim, k) => {
    const span = (model.asserts[k]?.text === claim.text ? model.asserts[k] : model.asserts.find((each) => each.text === claim.text))?.span ?? whole;
    if (!claim.holds) found.push(diagnostic("assert-failed", { span, text: `This does not hold${claim.detail === undefined ? "" : `: ${claim.detail}`}.` }));
  });
  const expected = expectedFailures(model);
  for (const check of result.checks) {
    if (check.holds || expected.has(check.name)) continue;
    const span = model.rows.find((row) => row.name === check.name)?.span ?? whole;
    found.push(diagnostic("check-failed", { span, text: checkText(check) }));
  }
  const claimed = model.asserts.some((each) => /\b(?:infeasible|unbounded)\b/.test(each.text));
  if (claimed) return found;
  if (result.status === "infeasible") {
    const conflict = result.conflict?.text ?? [];
    found.push(
      diagnostic("infeasible", {
        span: whole,
        text: ["No mechanism satisfies all requirements.", ...(conflict.length > 0 ? ["These cannot hold together:", ...conflict] : [])].join("\n"),
      }),
    );
  } else if (result.status === "unbounded") {
    found.push(diagnostic("unbounded", { span: whole, text: ["The objective has no bound.", ...(result.ray ?? [])].join("\n") }));
  }
  return found;
}

function checkText({ name, counterexample }: Check): string {
  if (!counterexample) return `\`${name}\` does not hold.`;
  const { sentence, deviation, at, left, right, gain } = counterexample;
  const parts = [
    sentence,
    ...(deviation === undefined ? [] : [`better report: ${deviation}`]),
    ...(at === undefined ? [] : [`at ${at}`]),
    `${amount(left)} against ${amount(right)}: a difference of ${amount(gain)}`,
  ];
  return `\`${name}\` does not hold.\n${parts.join("\n")}`;
}

function amount({ exact, value }: Amount): string {
  return exact ?? `about ${value}`;
}
