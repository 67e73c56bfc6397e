import fc from "fast-check";
import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { emitJson, programFromJson, ProgramFormatError, programToJson } from "../../compiler/emit/json.ts";
import { formatNamed, formats } from "../../compiler/emit/registry.ts";
import { ProgramBuilder } from "../../compiler/lp/builder.ts";
import { rowName, rowSentence } from "../../compiler/lp/inspect.ts";
import type { ProgramJson } from "../../compiler/lp/program.generated.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { generatedTypes, renderTypes } from "../../scripts/generate-types.ts";
import { anyDraft, numbersOf, programOf } from "./programs.ts";

describe("a program as JSON", () => {
  it("comes back number for number, through text", () => {
    fc.assert(
      fc.property(anyDraft, (draft) => {
        const program = programOf(draft);
        const back = programFromJson(JSON.parse(emitJson(program)));
        expect(numbersOf(back)).toEqual(numbersOf(program));
        expect(programToJson(back)).toEqual(programToJson(program));
      }),
    );
  });

  it("keeps provenance, and integers beyond 2^53", () => {
    const builder = new ProgramBuilder("auction", "maximize");
    const win = { name: "win", role: "allocation" as const, indexNames: ["i"], span: { start: 3, end: 9 }, sentence: "bidder {i} wins" };
    builder.addColumns(win, 1, undefined, Rational.of(1, 3), true, () => ["1"]);
    builder.beginRowFamily({ name: "limit", role: "feasible", indexNames: ["i", "value"], sentence: "{i} at {value}" }, (r) => ["1", String(r)]);
    builder.beginRow("<=");
    builder.add(0, Rational.of(12345678901234567890n));
    builder.endRow(Rational.of(1, 3));
    builder.endRowFamily();
    const json: unknown = JSON.parse(emitJson(builder.build()));
    expect(json).toMatchObject({ version: "1.0", value: ["12345678901234567890"], rhs: ["1/3"], lower: [null], upper: ["1/3"], integer: [0] });
    const back = programFromJson(json);
    expect(rowName(back, 0)).toBe("limit[1, 0]");
    expect(rowSentence(back, 0)).toBe("1 at 0");
    expect(back.columnFamilies[0]?.span).toEqual({ start: 3, end: 9 });
  });
});

describe("JSON that is no program", () => {
  const sound = programToJson(
    programOf({
      sense: "maximize",
      objective: ["1", "1/2"],
      rows: [
        { entries: ["1", "2"], sense: "<=", rhs: "3" },
        { entries: ["0", "1"], sense: "=", rhs: "1" },
      ],
    }),
  );
  const family = { name: "c", role: "require", first: 0, count: 2, indexNames: ["r"], sentence: "", members: [["0"], ["1"]] } as const;
  const wrong: readonly (readonly [string, object, string])[] = [
    ["another version", { version: "2.0" }, "/version"],
    ["an unknown property", { extra: 1 }, "program"],
    ["a coefficient that is a float", { value: [0.5, 2, 1] }, "/value/0"],
    ["a coefficient that is zero", { value: [1, "0/3", 1] }, "/value/1"],
    ["a division by zero", { rhs: ["1/0", 1] }, "/rhs/0"],
    ["a number that is no fraction", { offset: "1e5" }, "/offset"],
    ["rows that overlap", { start: [0, 3, 2] }, "/start"],
    ["rows that descend", { start: [0, 4, 3] }, "/start/1"],
    ["a column that does not exist", { index: [0, 2, 1] }, "/index/1"],
    ["a column that repeats", { index: [1, 1, 1] }, "/index/1"],
    ["an integer column that does not exist", { integer: [2] }, "/integer/0"],
    ["too few bounds", { lower: [0] }, "/lower"],
    ["more entries than coefficients", { index: [0, 1, 0, 1] }, "/index"],
    ["families with a gap", { rowFamilies: [{ ...family, first: 1, count: 1, members: [["1"]] }] }, "/rowFamilies/0"],
    ["families that leave rows out", { rowFamilies: [{ ...family, count: 1, members: [["0"]] }] }, "/rowFamilies"],
    ["members that are missing", { rowFamilies: [{ ...family, members: [["0"]] }] }, "/rowFamilies/0/members"],
    ["members with too many indices", { rowFamilies: [{ ...family, members: [["0"], ["1", "2"]] }] }, "/rowFamilies/0/members"],
    ["a sense that is none", { sense: "max" }, "/sense"],
  ];
  for (const [title, change, path] of wrong) {
    it(`is refused with the place: ${title}`, () => {
      expect(() => programFromJson({ ...sound, ...change })).toThrow(ProgramFormatError);
      expect(() => programFromJson({ ...sound, ...change })).toThrow(`${path}: `);
    });
  }

  it("is refused whatever it is", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(() => programFromJson(value)).toThrow(ProgramFormatError);
      }),
    );
    const missing: Partial<ProgramJson> = { ...sound };
    delete missing.offset;
    expect(() => programFromJson(missing)).toThrow("offset");
  });
});

describe("the formats of the compile command", () => {
  const program = programOf({ sense: "maximize", objective: ["1"], rows: [{ entries: ["2"], sense: "<=", rhs: "3" }] });
  it("have distinct names and extensions, and render a program", () => {
    expect(new Set(formats.map((format) => format.name)).size).toBe(formats.length);
    expect(new Set(formats.map((format) => format.extension)).size).toBe(formats.length);
    for (const format of formats) {
      if (format.input === "program") expect(format.emit(program)).toMatchObject({ exact: true });
      expect(format.description).not.toBe("");
    }
  });

  it("include the dual as a program of its own", () => {
    const format = formatNamed("dual-lp");
    expect(format?.input === "program" && format.emit(program).text).toContain("Minimize\n obj: 3 lambda_c_0\n");
    expect(formatNamed("nonsense")).toBeUndefined();
  });
});

describe("the types of the JSON forms", () => {
  for (const pair of generatedTypes) {
    it(`${pair.output} is fresh`, async () => {
      expect(await readFile(pair.output, "utf8")).toBe(await renderTypes(pair));
    });
  }
});
