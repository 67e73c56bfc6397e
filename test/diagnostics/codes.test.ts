import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { allCodes, codes, diagnostic, diagnosticsPage, explain, hasErrors, type CodeEntry } from "../../compiler/diagnostics/index.ts";
import { ranges } from "../../compiler/diagnostics/codes.ts";
import { syntax } from "../../compiler/diagnostics/codes/syntax.ts";
import { names } from "../../compiler/diagnostics/codes/names.ts";
import { values } from "../../compiler/diagnostics/codes/values.ts";
import { params } from "../../compiler/diagnostics/codes/params.ts";
import { priors } from "../../compiler/diagnostics/codes/priors.ts";
import { mechanism } from "../../compiler/diagnostics/codes/mechanism.ts";
import { concepts } from "../../compiler/diagnostics/codes/concepts.ts";
import { sizes } from "../../compiler/diagnostics/codes/sizes.ts";
import { solving } from "../../compiler/diagnostics/codes/solving.ts";
import { claims } from "../../compiler/diagnostics/codes/claims.ts";
import { unsupported } from "../../compiler/diagnostics/codes/unsupported.ts";
import { lint } from "../../compiler/diagnostics/codes/lint.ts";

const entries = Object.entries<CodeEntry>(codes);
const here = { start: 0, end: 1 };

describe("the table of codes", () => {
  it("has one code per entry and one name per code", () => {
    expect(new Set(entries.map(([, entry]) => entry.code)).size).toBe(entries.length);
  });

  it("loses no entry to another of the same name when the ranges are put together", () => {
    const parts = [syntax, names, values, params, priors, mechanism, concepts, sizes, solving, claims, unsupported, lint];
    const keys = parts.flatMap((part) => Object.keys(part));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each([
    ["01", syntax],
    ["02", names],
    ["03", values],
    ["04", params],
    ["05", priors],
    ["06", mechanism],
    ["07", concepts],
    ["08", sizes],
    ["09", solving],
    ["10", claims],
    ["11", unsupported],
    ["12", lint],
  ])("keeps the range MECH%s for one subject", (digits, part) => {
    for (const entry of Object.values<CodeEntry>(part)) expect(entry.code.slice(4, 6)).toBe(digits);
    expect(ranges.some((range) => range.prefix === `MECH${digits}`)).toBe(true);
  });

  it.each(entries)("%s is well formed", (name, entry) => {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(entry.code).toMatch(/^MECH\d{4}$/);
    expect(entry.title).toMatch(/^[^A-Z].*[^.]$/);
    expect(entry.explanation.length).toBeGreaterThan(60);
    expect(entry.explanation).toMatch(/[.)]$/);
    expect(entry.example.trim()).not.toBe("");
    expect(entry.fixedExample).not.toBe(entry.example);
    if (entry.code.startsWith("MECH12")) expect(entry.severity).toBe("warning");
    if (entry.stage === "command") expect(entry.example).toMatch(/^mech /);
    else expect(entry.example.endsWith("\n")).toBe(true);
  });
});

describe("diagnostic", () => {
  it("takes code, severity and title from the table and the rest from the caller", () => {
    const made = diagnostic("type-has-probability-zero", { text: "`value[1]` is never 3", span: here });
    expect(made).toEqual({ code: "MECH1203", severity: "warning", title: "type has probability zero", text: "`value[1]` is never 3", span: here, labels: [] });
  });

  it("carries a hint and a fix only when there are any", () => {
    const fix = { title: "rename it", edits: [{ span: here, newText: "value" }] };
    expect(diagnostic("unknown-name", { text: "no", span: here, hint: "did you mean `value`?", fix })).toMatchObject({ hint: "did you mean `value`?", fix });
    expect(diagnostic("unknown-name", { text: "no", span: here, hint: undefined })).not.toHaveProperty("hint");
  });

  it("lets warnings pass", () => {
    const warning = diagnostic("type-has-probability-zero", { text: "", span: here });
    expect(hasErrors([warning])).toBe(false);
    expect(hasErrors([warning, diagnostic("unknown-name", { text: "", span: here })])).toBe(true);
  });
});

describe("explain", () => {
  it.each(["MECH0503", "mech0503", "0503", "prior-sum", " MECH0503 "])("finds an entry by %j", (wanted) => {
    expect(explain(wanted)).toMatch(/^MECH0503: probabilities do not sum to one \(error\)\n/);
  });

  it("shows the example and how to put it right", () => {
    const text = explain("MECH0503") ?? "";
    expect(text).toContain("    prior theta ~ {1: 1/3, 2: 1/3}\n");
    expect(text).toContain("    prior theta ~ {1: 1/3, 2: 2/3}\n");
  });

  it("knows nothing else", () => {
    for (const wanted of ["MECH0000", "", "4", "constructor"]) expect(explain(wanted)).toBeUndefined();
  });

  it("lists all codes in ascending order", () => {
    expect(allCodes).toEqual([...allCodes].sort());
    expect(allCodes).toHaveLength(entries.length);
  });
});

describe("docs/diagnostics.md", () => {
  it("is what the table generates (otherwise run `npm run docs`)", () => {
    expect(readFileSync("docs/diagnostics.md", "utf8")).toBe(diagnosticsPage());
  });

  it("has a section for every code", () => {
    const page = diagnosticsPage();
    for (const code of allCodes) expect(page).toContain(`### ${code}: `);
  });
});
