import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/driver.ts";
import { prior } from "../theory/support.ts";
import { spec } from "./support.ts";

const law = prior([1, "1/2"], [2, "1/2"]);
const two = spec([law, law]);
const one = spec([law]);
const moves = (objective: string, rest = "maximize revenue"): string => `intermediary chooses information to ${objective}\nseller chooses mechanism to ${rest}`;

function complaint(text: string): string {
  const { diagnostics, task } = compile(text);
  expect(task).toBeUndefined();
  return diagnostics.filter((each) => each.severity === "error").map((each) => each.text).join(" | ");
}

describe("the cell of the intermediary", () => {
  it("is chosen by the moves and the types", () => {
    expect(compile(two).task?.kind).toBe("intermediary");
    expect(compile(two.replace("intermediary chooses information to maximize surplus\n", "")).task?.kind).toBe("mechanism");
  });

  it("reads values and money off the payoffs, whatever they are called and however they are written", () => {
    const renamed = two
      .replaceAll("value", "worth")
      .replaceAll("buyer", "bidder")
      .replaceAll("pay[", "fee[")
      .replace("payoff bidder[i] = worth[i] * win[i] - fee[i]", "payoff bidder[i] = (if win[i] = win[i] then 0 else 1) + worth[i] * win[i] / 2 + worth[i] / 2 * win[i] - fee[i]");
    expect(complaint(renamed)).toMatch(/chosen|condition/i);
    const plain = renamed.replace("(if win[i] = win[i] then 0 else 1) + ", "");
    const { task } = compile(plain.replace("transfer pay", "transfer fee").replaceAll("transfer pay[", "transfer fee["));
    if (task?.kind !== "intermediary") throw new Error("not recognised");
    expect(task.auction.buyers.map(({ label, values }) => `${label} ${values}`)).toEqual(["bidder[1] 1,2", "bidder[2] 1,2"]);
    expect(task.weights).toBeDefined();
  });

  it.each([
    ["another payoff", two.replace("- pay[i]\nincentives", "- 2 * pay[i]\nincentives"), /not her own value times/],
    ["common values", two.replace("payoff buyer[i] = value[i]", "payoff buyer[i] = value[1]"), /not her own value times/],
    ["two goods", two.replace("<= 1", "<= 2"), /at most one good/],
    ["no feasibility", two.replace("  feasible sum(i in buyer) win[i] <= 1\n", ""), /at most one good/],
    ["a bounded payment", two.replace("transfer pay[i in buyer]", "transfer pay[i in buyer] >= 0"), /not bounded/],
    ["a whole good only", two.replace("in [0, 1]", "in {0, 1}"), /range over \[0, 1\]/],
    ["a rule", two.replace("win[i in buyer] in [0, 1]", "win[i in buyer] in [0, 1] = 1/2"), /has a rule/],
    ["no participation", two.replace("participation interim", "participation none"), /Participation/],
    ["no incentives", two.replace("incentives bayesian", "incentives none"), /incentives/],
    ["another seller", spec([law, law], { moves: moves("maximize surplus", "maximize welfare") }), /maximize revenue/],
    ["a seller with a tie rule of her own", spec([law, law], { moves: moves("maximize surplus", "maximize revenue then to maximize welfare") }), /ties are broken/],
    ["two objectives", spec([law, law], { moves: moves("maximize surplus then to maximize welfare") }), /one objective/],
    ["a signal of given size", two.replace("mechanism {", "information { public signal s in {1, 2} }\nmechanism {"), /as many as it likes/],
    ["a given public signal", two.replace("mechanism {", "information { public signal s = value[1] }\nmechanism {"), /Only the types/],
    ["a hidden state", two.replace("mechanism {", "state quality in {0, 1}\nprior quality ~ uniform\nmechanism {"), /Only the types/],
    ["negative values", two.replace("payoff buyer[i] = value[i]", "payoff buyer[i] = (value[i] - 2)"), /not negative/],
    ["types with one value", two.replace("payoff buyer[i] = value[i]", "payoff buyer[i] = min(value[i], 1)"), /same value/],
    ["a requirement with several buyers", `${two}\nrequire E[pay[1]] >= 1\n`, /require/],
    ["a requirement at every profile", `${one}\nrequire pay[1] >= 0\n`, /compares averages/],
    ["an objective of one buyer only", spec([law, law], { moves: moves("maximize E[payoff buyer[1]]") }), /weighted sum/],
    ["messages", two.replace("mechanism {", "mechanism {\n  message bid[i in buyer] in {1, 2} = value[i]"), /direct|message/],
    ["a claim about deviations", `${two}\nquantity gain = E[payoff buyer[1] when buyer[1] reports 2]\n`, /deviations/],
    ["a claim about something curved", `${two}\nquantity curved = E[sum(i in buyer) pay[i] * pay[i]]\n`, /product/],
    ["a claim about a largest payment", `${two}\nquantity curved = sum(j in buyer) E[max(i in buyer) pay[i] + j]\n`, /not linear/],
    ["adversarial ties at zero", spec([prior([0, "1/2"], [2, "1/2"])], { moves: `${moves("maximize surplus ties against")}` }), /has to be positive/],
    ["a requirement under adversarial ties", spec([law], { moves: moves("maximize surplus ties against"), more: "require E[pay[1]] >= 1" }), /takes no `require`/],
  ])("refuses %s", (_, text, expected) => expect(complaint(text)).toMatch(expected));

  it("takes a quantity of one buyer's surplus when there is only one", () => {
    expect(compile(spec([law], { moves: moves("maximize E[payoff buyer[1]]") })).task?.kind).toBe("intermediary");
  });
});
