/** MECH04xx: parameters and values given from outside. */
import type { CodeEntry } from "../entry.ts";

export const params = {
  "param-missing": {
    code: "MECH0401",
    severity: "error",
    title: "parameter has no value",
    explanation:
      "A `param` without `=` must be given when the spec is compiled: `mech solve FILE --set n=3`. Give it a default if the spec should also work on its own.",
    example: "model m\nparam n\nagents bidder = 1..n\n",
    fixedExample: "model m\nparam n = 2\nagents bidder = 1..n\n",
  },
  "param-unknown": {
    code: "MECH0402",
    severity: "error",
    title: "no such parameter",
    explanation:
      "`--set name=value` names a parameter that the spec does not declare. Only `param` declarations can be set from outside; a `let` or a `set` cannot.",
    example: "mech solve model.mech --set m=3",
    fixedExample: "mech solve model.mech --set n=3",
    stage: "command",
  },
  "param-wrong-kind": {
    code: "MECH0403",
    severity: "error",
    title: "parameter value has the wrong kind",
    explanation:
      "The value given for the parameter is of another kind or shape than its declaration: a list where a number is expected, or a list of the wrong length. " +
      "Lists are written as in JSON, `--set mean=[0.5,0.25]`, fractions in quotes or bare, `--set p=1/3`.",
    example: "mech solve model.mech --set n=[1,2]",
    fixedExample: "mech solve model.mech --set n=2",
    stage: "command",
  },
  "param-out-of-domain": {
    code: "MECH0404",
    severity: "error",
    title: "parameter value outside its domain",
    explanation: "The declaration restricts the parameter (`param n in 1..10`), and the value, from the text or from `--set`, is not in that set.",
    example: "model m\nparam n in 1..10 = 11\n",
    fixedExample: "model m\nparam n in 1..10 = 3\n",
  },
  "bad-set-option": {
    code: "MECH0405",
    severity: "error",
    title: "cannot read the value of --set",
    explanation:
      '`--set` takes `name=value`, where the value is a number (`3`, `0.25`, `2/5`), a word (`apple`), `true` or `false`, or a list in the notation of JSON (`[1, "2/5", [3, 4]]`). ' +
      "Numbers are read exactly, also inside lists: `0.1` is one tenth.",
    example: "mech solve model.mech --set n",
    fixedExample: "mech solve model.mech --set n=3",
    stage: "command",
  },
} as const satisfies Record<string, CodeEntry>;
