import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/driver.ts";
import { lint } from "../../compiler/lint/index.ts";
import { lintSlowly } from "../../runtime/lint/index.ts";

const coin = "model m\nstate theta in {0, 1}\nprior theta ~ uniform\nquantity mean = E[theta]\n";

async function found(source: string): Promise<string[]> {
  const compilation = compile(source);
  return [...compilation.diagnostics, ...lint(source, compilation), ...(await lintSlowly(source, compilation))].map((each) => each.code);
}

describe("a silencing comment", () => {
  it.each([
    ["on the line before", "// mech-ignore MECH1201: for the sweep\nparam n = 2\n"],
    ["on the line itself", "param n = 2 // mech-ignore MECH1201: for the sweep\n"],
    ["above a doc comment", "// mech-ignore MECH1201: for the sweep\n/// How many.\nparam n = 2\n"],
    ["with an empty line between", "// mech-ignore MECH1201: for the sweep\n\nparam n = 2\n"],
    ["in small letters", "// mech-ignore mech1201: for the sweep\nparam n = 2\n"],
    ["with a colon in the reason", "// mech-ignore MECH1201: see: the sweep\nparam n = 2\n"],
    ["in a text with carriage returns", "// mech-ignore MECH1201: for the sweep\r\nparam n = 2\r\n"],
  ])("works %s", async (_, text) => expect(await found(coin + text)).toEqual([]));

  it("can name several codes", async () => {
    const source = `${coin}// mech-ignore MECH1201, MECH1202: a test of names\nfunction f(theta) = theta\n`;
    expect(await found(source)).toEqual([]);
    expect(await found(source.replace("// mech-ignore MECH1201, MECH1202", "// mech-ignore MECH1201"))).toEqual(["MECH1202"]);
  });

  it("silences warnings of the compilation, which keeps them apart", async () => {
    const source = "model m\nstate theta in {0, 1}\n// mech-ignore MECH1204: rounded on purpose\nprior theta ~ bernoulli(exp(-1))\nquantity mean = E[theta]\n";
    const { diagnostics, silenced } = compile(source);
    expect(diagnostics).toEqual([]);
    expect(silenced.map((each) => each.code)).toEqual(["MECH1204"]);
    expect(await found(source)).toEqual([]);
  });

  it("does not reach further than one line", async () => {
    expect(await found(`${coin}// mech-ignore MECH1201: for the sweep\nparam n = 2\nparam k = 2\n`)).toEqual(["MECH1201"]);
    expect(await found(`${coin}param n = 2 // mech-ignore MECH1201: for the sweep\nparam k = 2\n`)).toEqual(["MECH1201"]);
  });

  it.each([
    ["no reason", "// mech-ignore MECH1201\nparam n = 2\n", ["MECH1215"]],
    ["an empty reason", "// mech-ignore MECH1201:   \nparam n = 2\n", ["MECH1215"]],
    ["no code", "// mech-ignore: because\n", ["MECH1216"]],
    ["an unknown code", "// mech-ignore MECH4711: because\n", ["MECH1216"]],
    ["nothing to silence", "// mech-ignore MECH1202: because\n", ["MECH1216"]],
    ["nothing to silence for a slow rule", "// mech-ignore MECH1208: because\n", ["MECH1216"]],
    ["the code of an error", "// mech-ignore MECH0201: because\n", ["MECH1216"]],
  ])("with %s is reported itself", async (_, text, codes) => expect(await found(coin + text)).toEqual(codes));

  it("never silences an error", () => {
    const { diagnostics } = compile(`${coin}// mech-ignore MECH0201: because\nquantity x = E[thet]\n`);
    expect(diagnostics.map((each) => each.severity)).toContain("error");
  });

  it("is no silence when it only looks like one", async () => {
    expect(await found(`${coin}/* mech-ignore MECH1201: a block comment */\n// about mech-ignore MECH1201: prose\n`)).toEqual([]);
  });

  it("is not called idle by a fast run when its rule is slow", () => {
    const source = `${coin}// mech-ignore MECH1209: ties\n`;
    expect(lint(source, compile(source))).toEqual([]);
  });
});
