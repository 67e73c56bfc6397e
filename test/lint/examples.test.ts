import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/driver.ts";
import { lint } from "../../compiler/lint/index.ts";
import { lintSlowly } from "../../runtime/lint/index.ts";

const files = readdirSync("examples", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".mech")).sort();

describe("every file of the catalogue", () => {
  it.each(files)("%s passes the linter, or says why it need not", async (file) => {
    const source = readFileSync(`examples/${file}`, "utf8");
    const compilation = compile(source);
    const found = [...lint(source, compilation), ...(await lintSlowly(source, compilation))];
    expect(found.map(({ code, text }) => `${code} ${text}`)).toEqual([]);
  });
});
