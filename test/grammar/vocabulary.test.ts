import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse, reservedWords, vocabulary, wordsOf } from "../../grammar/index.ts";
import { snippets } from "./snippets.ts";

describe("the vocabulary", () => {
  it("has every name once", () => {
    const names = vocabulary.map((row) => row.name);
    expect(new Set(names).size).toBe(names.length);
  });

  it("reserves exactly the words that cannot be names", () => {
    for (const word of reservedWords) expect(parse(`param ${word} = 1`).faults, word).not.toEqual([]);
    for (const word of [...wordsOf("contextual"), ...wordsOf("aggregate"), ...wordsOf("expectation")]) {
      expect(parse(`param ${word} = 1`).faults, word).toEqual([]);
    }
  });

  it("gives highlighters their lists", () => {
    expect(wordsOf("boolean")).toEqual(["true", "false"]);
    expect(wordsOf("declaration")).toContain("mechanism");
    expect(wordsOf("operator")).toContain("..");
  });
});

describe("a cold start", () => {
  it("is fast, and does not load the formatter", async () => {
    const folder = mkdtempSync(join(tmpdir(), "mech-grammar-"));
    const outfile = join(folder, "grammar.mjs");
    const { metafile } = await build({ entryPoints: ["grammar/index.ts"], bundle: true, format: "esm", platform: "node", outfile, metafile: true });
    expect(Object.keys(metafile.inputs).filter((input) => input.includes("node_modules/prettier"))).toEqual([]);
    const probe = join(folder, "probe.mjs");
    const text = JSON.stringify(snippets[0]);
    writeFileSync(
      probe,
      `const start = performance.now();\nconst { parse } = await import("./grammar.mjs");\nparse(${text});\nconsole.log(performance.now() - start);\n`,
    );
    const times = [0, 1, 2].map(() => Number(execFileSync(process.execPath, [probe], { encoding: "utf8" })));
    expect(Math.min(...times)).toBeLessThan(300); // 80 ms on an idle machine; other tests run at the same time
  });
});
