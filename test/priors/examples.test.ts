import { describe, expect, it } from "vitest";
import { Sink } from "../../compiler/diagnostics/sink.ts";
import { buildModel } from "../../compiler/model/build.ts";
import { distributions } from "../../compiler/priors/registry.ts";
import { builtinFunctions } from "../../compiler/resolve/functions.ts";
import { parse } from "../../grammar/index.ts";

/** Diagnostics of a model whose three-part state is drawn from the expression. */
function diagnose(expression: string): string[] {
  const text = `model m\nstate x[k in 1..3] in {0, 1}\nprior x ~ ${expression}\nassert P[x[1] >= 0] = 1\n`;
  const sink = new Sink();
  const { file, faults } = parse(text);
  buildModel(file, text, sink);
  return [...faults.map((f) => f.message), ...sink.diagnostics.map((d) => d.code)];
}

describe("the documented examples", () => {
  // `product` is also the product of numbers, which a call without further context means.
  it.each(distributions.filter((d) => !builtinFunctions.has(d.name)).map((d) => [d.name, d.example]))(
    "of %s compile, up to outcomes that are not those of the test's state",
    (_, example) => {
      const [outsideDomain, needsDiscretize] = ["MECH0505", "MECH0509"];
      expect(diagnose(example).filter((code) => code !== outsideDomain && code !== needsDiscretize)).toEqual([]);
    },
  );

  it("are told from calls that do not build", () => {
    expect(diagnose("binomial(1, 1/2)")).toEqual([]);
    expect(diagnose("bernoulli(3/2)")).not.toEqual([]);
  });
});
