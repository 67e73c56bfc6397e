import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/driver.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { run } from "../../runtime/run.ts";

const monopoly = `model m
agents buyer = 1..1
type value[i in buyer] in {1, 2}
prior value[i] ~ uniform
mechanism {
  allocation win[i in buyer] in [0, 1]
  transfer   pay[i in buyer]
}
payoff buyer[i] = value[i] * win[i] - pay[i]
incentives bayesian
participation interim
quantity revenue = E[pay[1]]
seller chooses mechanism to maximize revenue
`;

describe("the objective of the spec against that of the program", () => {
  it("is an error when a program has another objective than the spec, however well it is solved", async () => {
    const { task } = compile(monopoly);
    if (task?.kind !== "mechanism") throw new Error("no program");
    const right = (await run(task)).result;
    expect(right).toMatchObject({ status: "optimal", objective: { exact: "1" }, diagnostics: [] });
    const wrong = (await run({ ...task, program: { ...task.program, offset: Rational.of(1, 7) } })).result;
    expect(wrong).toMatchObject({ status: "error", objective: { exact: "8/7" } });
    expect(wrong.diagnostics).toMatchObject([{ code: "MECH1005", text: "The program has the optimum 8/7, and the objective of the spec is 1 there." }]);
  });
});
