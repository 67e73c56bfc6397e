import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import snippets from "../../editor/vscode/snippets/mech.json" with { type: "json" };
import { compile } from "../../compiler/driver.ts";
import type { Task } from "../../compiler/programs/task.ts";
import { format } from "../../grammar/format.ts";

/** The text that a snippet becomes when every default is accepted, with each choice taken in turn for the first one. */
function expansions(body: readonly string[]): string[] {
  const text = body.join("\n");
  const choices = [...text.matchAll(/\$\{\d+\|((?:[^|\\]|\\.)*)\|\}/g)];
  const count = Math.max(1, ...choices.map((choice) => optionsOf(choice[1] ?? "").length));
  return Array.from({ length: count }, (_, take) =>
    text
      .replace(/\$\{\d+\|((?:[^|\\]|\\.)*)\|\}/g, (_all, list: string) => optionsOf(list)[Math.min(take, optionsOf(list).length - 1)] ?? "")
      .replace(/\$\{\d+:((?:[^}\\]|\\.)*)\}/g, (_all, value: string) => value.replace(/\\(.)/g, "$1"))
      .replace(/\$\d+/g, ""),
  );
}

function optionsOf(list: string): string[] {
  return [...list.matchAll(/((?:[^,\\]|\\.)+)(?:,|$)/g)].map((match) => (match[1] ?? "").replace(/\\(.)/g, "$1"));
}

const all = Object.entries(snippets).flatMap(([title, { prefix, body }]) => expansions(body).map((text) => ({ title, prefix, text })));

/** One snippet for each cell of the table of moves, and the program that it is. */
const cells: Readonly<Record<string, Task["kind"]>> = {
  "mech-evaluate": "given",
  "mech-mechanism": "mechanism",
  "mech-persuasion": "information",
  "mech-calibrated": "information",
  "mech-guarantee": "information",
  "mech-robust": "robust",
  "mech-potential": "robust",
  "mech-known-means": "robust",
  "mech-intermediary": "intermediary",
};

describe("the snippets", () => {
  it("are one for every cell of the table of moves", () => {
    expect(Object.values(snippets).map((each) => each.prefix).sort()).toEqual(Object.keys(cells).sort());
  });

  it.each(all)("$prefix compiles as it is, to the program of its cell", ({ prefix, text }) => {
    const { diagnostics, task } = compile(text);
    expect(diagnostics).toEqual([]);
    expect(task?.kind).toBe(cells[prefix]);
  });

  it.each(all)("$prefix is in the canonical layout", async ({ text }) => {
    expect(await format(text)).toBe(`${text.trimEnd()}\n`);
  });

  it("use the same default wherever a field is repeated", () => {
    for (const { body } of Object.values(snippets)) {
      const fields = new Map<string, string>();
      for (const [, number = "", value = ""] of body.join("\n").matchAll(/\$\{(\d+)[:|]((?:[^}|\\]|\\.)*)/g)) {
        expect(fields.get(number) ?? value).toBe(value);
        fields.set(number, value);
      }
      expect([...fields.keys()].map(Number)).toEqual(Array.from(fields.keys(), (_, index) => index + 1));
    }
  });

  it("are told apart in the documentation", () => {
    const text = readFileSync("docs/editor.md", "utf8");
    for (const prefix of Object.keys(cells)) expect(text).toContain(`| \`${prefix}\` |`);
  });
});
