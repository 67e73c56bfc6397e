/**
 * Outcomes from a finite set that is not a run of integers, such as `in {0, 1/2, 1}`: one binary column per choice,
 * `x = sum_k choice_k b_k`, `sum_k b_k = 1`.
 */
import { Rational } from "../exact/rational.ts";
import type { ProgramBuilder } from "../lp/builder.ts";
import { numberFromDatum } from "../model/datum.ts";
import type { Bound, Outcome } from "../model/model.generated.ts";

function choicesOf(bound: Bound): readonly Rational[] {
  const choices = bound.choices?.map(numberFromDatum) ?? [];
  const consecutive = choices.every((value, k) => value.isInteger() && (k === 0 || value.sub(choices[k - 1] as Rational).equals(Rational.one)));
  return consecutive ? [] : choices;
}

/** Binary columns per message profile. */
export function choiceColumns(outcome: Outcome): number {
  return outcome.components.reduce((count, component) => count + choicesOf(component.bound).length, 0);
}

export function addChoiceColumns(builder: ProgramBuilder, outcome: Outcome, first: number, profileCount: number): void {
  outcome.components.forEach(({ bound }, c) => {
    const choices = choicesOf(bound);
    if (choices.length === 0) return;
    const name = `${outcome.name}_choice_${c + 1}`;
    const family = { name, role: "auxiliary" as const, indexNames: ["profile", "choice"], span: outcome.span, sentence: `whether ${outcome.name} takes the value {choice}` };
    const label = (member: number): string[] => [String(Math.floor(member / choices.length)), String(choices[member % choices.length])];
    const binary = builder.addColumns(family, profileCount * choices.length, Rational.zero, Rational.one, true, label);
    const rows = (sentence: string, suffix: string): void => builder.beginRowFamily({ ...family, name: `${name}_${suffix}`, role: "definition", indexNames: ["profile"], sentence }, (member) => [String(member)]);
    rows(`${outcome.name} is one of its choices`, "value");
    for (let p = 0; p < profileCount; p++) {
      builder.beginRow("=");
      builder.add(first + c * profileCount + p, Rational.one);
      choices.forEach((choice, k) => builder.add(binary + p * choices.length + k, choice.neg()));
      builder.endRow(Rational.zero);
    }
    builder.endRowFamily();
    rows(`exactly one choice of ${outcome.name}`, "one");
    for (let p = 0; p < profileCount; p++) {
      builder.beginRow("=");
      choices.forEach((_, k) => builder.add(binary + p * choices.length + k, Rational.one));
      builder.endRow(Rational.one);
    }
    builder.endRowFamily();
  });
}
