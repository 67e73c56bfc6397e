import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/driver.ts";
import { unparse } from "../../compiler/emit/unparse.ts";
import type { Expr } from "../../compiler/model/model.generated.ts";

const head = `model m
param n = 3
param weight[bidder, good] = 1
param steps = [1, 2, 3]
set good = {apple, pear}
agents bidder = 1..n
agents seller = {ann}
type value[i in bidder] in {0, 1, 2}
state theta in {0, 1}
prior value[i] ~ uniform
prior theta ~ uniform
let gap[i in bidder, j in bidder] = value[i] - value[j]
mechanism {
  allocation q[i in bidder, g in good] in [0, 1]
  transfer t[i in bidder]
}
payoff bidder[i] = value[i] * q[i, apple] - t[i]
payoff seller[s] = sum(i in bidder) t[i]
quantity other = E[t[1]]
`;

function resolved(text: string): Expr {
  const { model, diagnostics } = compile(`${head}quantity probe = ${text}\n`, { stopAfter: "model" });
  const quantity = model?.quantities.find((each) => each.name === "probe");
  if (!quantity) throw new Error(`${text}: ${diagnostics.map((each) => each.text).join(" ")}`);
  return quantity.definition.value;
}

/** The expression without spans, its bound indices numbered in the order in which they are met. */
function shape(expr: Expr): unknown {
  let count = 0;
  const walk = (node: unknown, names: ReadonlyMap<string, string>): unknown => {
    if (Array.isArray(node)) return node.map((each) => walk(each, names));
    if (typeof node !== "object" || node === null) return node;
    const record = node as Record<string, unknown>;
    if (record["kind"] === "local") return { local: names.get(String(record["name"])) ?? record["name"] };
    const binders = (record["binders"] ?? (record["binder"] ? [record["binder"]] : [])) as readonly { name: string; set: unknown }[];
    let inner = names;
    const sets = binders.map((binder) => {
      const set = walk(binder.set, inner);
      inner = new Map(inner).set(binder.name, `#${count++}`);
      return set;
    });
    const rest = Object.entries(record).filter(([key]) => key !== "span" && key !== "binders" && key !== "binder");
    return { ...Object.fromEntries(rest.map(([key, child]) => [key, walk(child, key === "rank" ? names : inner)])), sets };
  };
  return walk(expr, new Map());
}

/** Well-typed expressions with every operand in parentheses; `i` and `j` may be bound anew at every level. */
type Texts = { number: string; truth: string; set: string };
const { number } = fc.letrec<Texts>((tie) => {
  const sub = tie("number").map((text) => `(${text})`);
  const truth = tie("truth").map((text) => `(${text})`);
  const set = tie("set").map((text) => `(${text})`);
  const bidders = fc.constantFrom("bidder", "{ i in bidder : i > 1 }", "argmax(j in bidder) value[j]");
  const index = fc.constantFrom("i", "j", "k");
  const binder = fc.tuple(index, bidders).map(([name, over]) => `${name} in (${over})`);
  const agent = fc.constantFrom("1", "2", "3");
  return {
    number: fc.oneof(
      { maxDepth: 4, depthSize: "small", withCrossShrink: true },
      fc.constantFrom("0", "1", "0.25", "1e-3", "n", "theta", "value[2]", "t[1]", "q[1, pear]", "weight[1, apple]", "steps[2]", "gap[1, 2]", "other", "payoff bidder[2]", "payoff seller[ann]"),
      fc.tuple(sub, fc.constantFrom("+", "-", "*", "/", "^"), sub).map((parts) => parts.join(" ")),
      sub.map((text) => `-${text}`),
      fc.tuple(truth, sub, sub).map(([condition, then, otherwise]) => `if ${condition} then ${then} else ${otherwise}`),
      fc.tuple(fc.constantFrom("sum", "max", "product"), binder, sub).map(([operator, over, body]) => `${operator}(${over}) ${body}`),
      fc.tuple(binder, truth, sub).map(([over, condition, body]) => `sum(${over} : ${condition}) ${body}`),
      fc.tuple(sub, binder, sub).map(([rank, over, body]) => `nth(${rank}, ${over}) ${body}`),
      fc.tuple(index, index, sub).map(([a, b, body]) => `sum(${a} in bidder) (sum(${b} in bidder) (${body} * gap[${a}, ${b}] + value[${a}]))`),
      fc.tuple(binder, truth).map(([over, condition]) => `count(${over} : ${condition})`),
      sub.map((body) => `E[${body}]`),
      fc.tuple(sub, agent).map(([body, i]) => `E[${body} | value[${i}], bidder[${i}], theta = 1]`),
      fc.tuple(truth, agent).map(([event, i]) => `P[${event} | others(bidder[${i}])]`),
      fc.tuple(sub, agent, agent).map(([body, i, report]) => `(${body}) when bidder[${i}] reports ${report} and others(bidder[${i}]) report (${report}, 2, 1)`),
      fc.tuple(sub, sub).map(([a, b]) => `max(${a}, abs(${b}))`),
      set.map((members) => `size(${members})`),
    ),
    truth: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      fc.constantFrom("true", "false", "theta = 1", "apple != pear"),
      fc.tuple(sub, fc.constantFrom("=", "!=", "<", "<=", ">", ">="), sub).map((parts) => parts.join(" ")),
      fc.tuple(truth, fc.constantFrom("and", "or"), truth).map((parts) => parts.join(" ")),
      truth.map((text) => `not ${text}`),
      fc.tuple(sub, fc.constantFrom("in", "not in"), set).map((parts) => parts.join(" ")),
      fc.tuple(fc.constantFrom("all", "exists"), binder, truth).map(([operator, over, body]) => `${operator}(${over}) ${body}`),
    ),
    set: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      bidders,
      fc.constantFrom("0..n:1/2", "messages(bidder[1])", "messages(others(bidder[2]))"),
      fc.tuple(sub, sub, sub).map(([from, to, step]) => `${from}..${to}:${step}`),
      fc.array(sub, { minLength: 1, maxLength: 3 }).map((entries) => `{${entries.join(", ")}}`),
      fc.tuple(binder, truth).map(([over, condition]) => `{ ${over} : ${condition} }`),
      fc.tuple(set, set).map(([a, b]) => `union(${a}, ${b})`),
    ),
  };
});

describe("unparse", () => {
  it("writes what parses and resolves to the same expression", () => {
    fc.assert(
      fc.property(number, (text) => {
        const expr = resolved(text);
        expect(shape(resolved(unparse(expr)))).toEqual(shape(expr));
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    "a minus (b minus c) keeps its parentheses: 1 - (2 - n)",
    "and (a minus b) minus c has none: 1 - 2 - n",
    "a sum in front of a factor: (sum(i in bidder) t[i]) * 2",
    "a sum behind one: 2 * sum(i in bidder) t[i]",
    "powers: (2^n)^n - 2^n^n",
    "a probability: P[theta = 1 | bidder[1]]",
    "fractions: value[1] * 2/5 - 0.25",
    "a deviation: E[payoff bidder[1] when bidder[1] reports 2]",
    "an event and values behind the bar: E[t[1] | value[1], theta = 1]",
  ])("%s", (line) => {
    const text = line.slice(line.indexOf(": ") + 2);
    expect(unparse(resolved(text)).replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
  });

  it("renames an index only where it would hide another", () => {
    expect(unparse(resolved("sum(i in bidder) (sum(i in bidder) t[i]) + sum(i in bidder) t[i]"))).toBe("sum(i in bidder) sum(i_2 in bidder) t[i_2] + sum(i in bidder) t[i]");
  });
});
