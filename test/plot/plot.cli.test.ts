import { describe, expect, it } from "vitest";
import { mechIn, Workplace } from "../cli/run.ts";
import { textsOf, xmlFaults } from "./support.ts";

describe("mech plot", () => {
  it("prints SVG, or writes it", () =>
    Workplace.with({}, async (place) => {
      const spec = `${process.cwd()}/examples/textbook/myerson.mech`;
      const printed = await place.mech(["plot", spec]);
      expect(printed).toMatchObject({ status: 0, stderr: "" });
      expect(xmlFaults(printed.stdout)).toEqual([]);
      await place.mech(["plot", spec, "--out", "a.svg"]);
      expect(await place.read("a.svg")).toBe(printed.stdout);
    }));

  it("overlays specs, and one spec under several parameters", async () => {
    const overlaid = await mechIn(["plot", "examples/textbook/second-price.mech", "examples/textbook/myerson.mech"]);
    expect(textsOf(overlaid.stdout)).toEqual(expect.arrayContaining(["A  second-price: surplus 8/9, revenue 14/9", "B  myerson: surplus 1/3, revenue 2"]));
    const swept = await mechIn(["plot", "examples/textbook/posted-price.mech", "--set", "price=1..4", "--quantity", "revenue"]);
    expect(textsOf(swept.stdout)).toEqual(expect.arrayContaining(["Posted price", "revenue against price", "price"]));
    expect(xmlFaults(swept.stdout)).toEqual([]);
  });

  it("says what could be plotted instead", async () => {
    const { status, stdout, stderr } = await mechIn(["plot", "examples/textbook/myerson.mech", "--kind", "bids"]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain("MECH9010");
    expect(stderr).toContain("this spec can be plotted as allocation, triangle, transfer, interim, values (--kind)");
  });

  it.each([
    [["plot", "no.json"], 2, "MECH9001"],
    [["plot", "package.json"], 2, "is not a sweep"],
    [["plot", "test/bad/unknown-name.mech"], 1, "MECH0201"],
    [["plot", "examples/textbook/posted-price.mech", "--set", "price=1.."], 2, "MECH0405"],
    [["plot", "examples/textbook/posted-price.mech", "--set", "price=1..1000"], 2, "MECH0805"],
    [["plot", "examples/textbook/bilateral-trade-efficient.mech", "--kind", "allocation"], 2, "infeasible"],
  ])("%j ends with exit code %i", async (args, code, text) => {
    const { status, stderr } = await mechIn(args);
    expect(status).toBe(code);
    expect(stderr).toContain(text);
  });
});
