import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/driver.ts";
import { auction, codesOf, openMoves } from "./support.ts";

const states = "state value in {0, 1}\nprior value ~ uniform";

describe("what does not belong to a robust problem gets a diagnostic", () => {
  const text = auction({ k: 2, states, worth: "value" });
  it.each<[string, string, string]>([
    ["a type", text.replace("state value in", "type value[i in bidder] in").replace("prior value", "prior value[i]").replace("= value *", "= value[i] *"), "MECH1102"],
    ["no ladder", text.replace("ladder(2)", "{0, 1, 3}"), "MECH1102"],
    ["a strategy", text.replace("ladder(2)", "ladder(2) = 0"), "MECH1102"],
    ["an incentive concept", text.replace("participation secure", "incentives dominant\nparticipation secure"), "MECH1102"],
    ["interim participation", text.replace("secure", "interim"), "MECH1102"],
    ["a payoff that looks at actions", text.replace("value * q[i]", "action[i] * q[i]"), "MECH1102"],
    ["separate values", text.replace("q[i in bidder] >= 0", "q[i in bidder] in {0, 1}"), "MECH1102"],
    ["unopposed movers", text.replace("to minimize revenue", "to minimize E[value]"), "MECH1101"],
    ["a square of a state in a box", auction({ k: 2, states: "state value in [0, 1]\nprior value ~ any with E[value] = 1/2", worth: "value * value", moves: openMoves }), "MECH0"],
    ["a conditional moment", auction({ k: 2, states: "state value in {0, 1, 2}\nprior value ~ any with E[value | value > 0] = 1", worth: "value", moves: openMoves }), "MECH1102"],
    ["a program that is too large", text.replace("ladder(2)", "ladder(60)"), "MECH"],
  ])("%s", (_, spec, code) => {
    const compilation = compile(spec);
    expect(compilation.task).toBeUndefined();
    expect(codesOf(compilation).some((each) => each.startsWith(code))).toBe(true);
  });
});
