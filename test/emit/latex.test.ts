import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/driver.ts";
import { emitLatex } from "../../compiler/emit/latex.ts";
import { compiled } from "./programs.ts";
import { samples } from "./specs.ts";

function latex(text: string): string {
  const { model, diagnostics } = compile(text, { stopAfter: "model" });
  if (!model) throw new Error(diagnostics.map((each) => each.text).join(" "));
  return emitLatex(model);
}

/** What is wrong with braces, environments and delimiters; undefined when nothing is. */
function fault(text: string): string | undefined {
  const open: string[] = [];
  const close = (wanted: string): string | undefined => (open.pop() === wanted ? undefined : `${wanted} is not closed in order`);
  for (const [token, environment] of text.replace(/%.*/g, "").matchAll(/\\begin\{(\w+\*?)\}|\\end\{(\w+\*?)\}|\\left\b|\\right\b|\\[\\{}]|[{}]/g)) {
    const name = environment ?? /\{(.*)\}/.exec(token)?.[1] ?? "";
    if (token.startsWith("\\begin")) open.push(name);
    else if (token === "{" || token === "\\left") open.push(token);
    else {
      const wrong = token.startsWith("\\end") ? close(name) : token === "}" ? close("{") : token === "\\right" ? close("\\left") : undefined;
      if (wrong) return wrong;
    }
  }
  return open.length === 0 ? undefined : `${open.join(", ")} left open`;
}

const document = samples.map((sample) => ({ ...sample, latex: () => emitLatex(compiled(sample).model as NonNullable<ReturnType<typeof compiled>["model"]>) }));

describe("LaTeX of a spec", () => {
  it.each(document)("has balanced braces, environments and delimiters: $name", (sample) => {
    expect(fault(sample.latex())).toBeUndefined();
  });

  it("is told from unbalanced text", () => {
    for (const wrong of ["{", "\\left(x", "\\begin{align*}}\\end{align*}", "\\begin{a}\\end{b}"]) expect(fault(wrong)).toBeDefined();
  });

  it("needs no package but amsmath", () => {
    for (const sample of document) expect(sample.latex()).not.toMatch(/\\mathbb|\\mathfrak|\\text(it|bf)\b/);
  });

  it("states the program by family", () => {
    const text = latex(samples[2]?.text ?? "");
    for (const line of [
      "\\mathit{value}_{i} & \\in \\left\\{1, 2\\right\\} && \\forall\\, i \\in \\mathrm{bidder}",
      "u^{\\mathrm{bidder}}_{i} & = \\mathit{value}_{i} \\cdot \\mathit{win}_{i} - \\mathit{pay}_{i}",
      "\\text{seller:}\\quad \\max_{\\mathit{win},\\, \\mathit{pay}} \\quad & \\mathit{revenue}",
      "\\text{feasible:}\\quad & \\sum_{i \\in \\mathrm{bidder}} \\mathit{win}_{i} \\le 1 && \\forall\\, m \\in M",
      "\\operatorname{E}\\left[u^{\\mathrm{bidder}}_{i} \\,\\middle|\\, \\mathit{value}_{i}\\right] \\ge " +
        "\\operatorname{E}\\left[\\left.u^{\\mathrm{bidder}}_{i}\\right|_{m^{\\mathrm{bidder}}_{i} = \\mathit{report}} \\,\\middle|\\, \\mathit{value}_{i}\\right]",
      "& 0 \\le \\mathit{win}_{i} \\le 1 && \\forall\\, i \\in \\mathrm{bidder}",
      "& \\mathit{pay}_{i} \\in \\mathbf{R} && \\forall\\, i \\in \\mathrm{bidder}",
    ]) {
      expect(text).toContain(line);
    }
  });

  it("writes parentheses, fractions, cases and conditions of sums", () => {
    const text = latex(`model forms
agents a = 1..3
type x_y[i in a] in {0, 1}
prior x_y[i] ~ uniform
let lambda[i in a] = (x_y[i] + 1) * (2 - x_y[i]) / 3 - (1 - x_y[i]) ^ 2
let part[i in a] = if x_y[i] > 0 then 1 else if i = 1 then 2 else sum(j in a : j != i) x_y[j]
quantity q = E[part[1]] * P[x_y[1] = 1 | x_y[2]] + 1.5e-3
`.replace(" | x_y[2]", ""));
    expect(text).toContain("\\lambda_{i} & = \\frac{\\left(\\mathit{x\\_y}_{i} + 1\\right) \\cdot \\left(2 - \\mathit{x\\_y}_{i}\\right)}{3} - {\\left(1 - \\mathit{x\\_y}_{i}\\right)}^{2}");
    expect(text).toContain("\\begin{cases} 1 & \\text{if } \\mathit{x\\_y}_{i} > 0 \\\\ 2 & \\text{if } i = 1 \\\\ \\sum_{\\substack{j \\in \\mathrm{a} \\\\ j \\ne i}} \\mathit{x\\_y}_{j} & \\text{otherwise} \\end{cases}");
    expect(text).toContain("\\operatorname{P}\\left[\\mathit{x\\_y}_{1} = 1\\right] + 0.0015");
  });

  it("writes data as fractions and leaves out the expectation of a constant", () => {
    const text = emitLatex(compiled(samples.find((each) => each.name.startsWith("bilateral")) as (typeof samples)[number]).model as NonNullable<ReturnType<typeof compiled>["model"]>);
    expect(text).toContain("\\mathit{cost}_{i} & \\in \\left\\{0, \\frac{1}{2}, 1\\right\\}");
    expect(latex(samples[2]?.text ?? "")).toContain("\\text{participation\\_bidder:}\\quad & \\operatorname{E}\\left[u^{\\mathrm{bidder}}_{i} \\,\\middle|\\, \\mathit{value}_{i}\\right] \\ge 0 &&");
  });

  it("lists messages with their strategies", () => {
    const text = latex(samples.find((each) => each.name.startsWith("the standard library"))?.text ?? "");
    expect(text).toContain("\\noindent Messages:\n\\begin{align*}\n  \\mathit{bid}_{i} & \\in \\left\\{0, 1, 2\\right\\} && \\forall\\, i \\in \\mathrm{bidder}\n");
    expect(text).toContain("\\noindent Strategies:\n\\begin{align*}\n  \\mathit{bid}_{i} & = \\mathit{value}_{i}\n");
  });

  it("escapes the texts of the spec", () => {
    expect(latex('model m "50% of {a} & b_c \\\\ #1"\nparam n = 1\n')).toContain("\\paragraph{50\\% of \\{a\\} \\& b\\_c \\textbackslash{} \\#1.}");
  });
});
