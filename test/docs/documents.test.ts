import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { codes } from "../../compiler/diagnostics/index.ts";
import { compile } from "../../compiler/driver.ts";
import { distributionsPage } from "../../compiler/priors/page.ts";
import { distributions } from "../../compiler/priors/registry.ts";
import { parse } from "../../grammar/index.ts";
import { cataloguePage } from "../../scripts/catalogue.ts";
import { anchors, blocks, documents, links, read } from "./documents.ts";

/** The examples of docs/diagnostics.md are wrong on purpose; test/diagnostics/ looks after them. */
const quoting = documents.filter((each) => each !== "docs/diagnostics.md" && blocks(read(each), "mech").length > 0);

describe("Mech in the documents", () => {
  it("is quoted where it should be", () => {
    expect(quoting).toEqual(expect.arrayContaining(["README.md", "docs/language.md"]));
  });

  it.each(quoting)("of %s has no syntax error", (file) => {
    for (const block of blocks(read(file), "mech")) expect(parse(block).faults, block).toEqual([]);
  });

  it.each(quoting)("of %s compiles where it is a whole spec", (file) => {
    for (const block of blocks(read(file), "mech").filter((each) => /^model /m.test(each))) expect(compile(block).diagnostics, block).toEqual([]);
  });

  it("in the README is the example that it names", () => {
    const name = /`(examples\/\S+\.mech)` is/.exec(read("README.md"))?.[1] ?? "";
    expect(blocks(read("README.md"), "mech")).toContain(read(name));
  });
});

describe("the language reference", () => {
  // Chosen by hand: one declaration of every kind.
  const declarations = [
    "model",
    "cite",
    "use",
    "param",
    "set",
    "agents",
    "state",
    "type",
    "prior",
    "let",
    "function",
    "information",
    "mechanism",
    "payoff",
    "outside",
  ];
  const others = [
    "draw",
    "signal",
    "public signal",
    "message",
    "allocation",
    "transfer",
    "feasible",
    "incentives",
    "participation",
    "require",
    "quantity",
    "assert",
    "show",
  ];

  it.each([...declarations, ...others])("shows `%s`", (word) => {
    expect(blocks(read("docs/language.md"), "mech").join("\n")).toMatch(new RegExp(`^ *${word} `, "m"));
  });
});

describe("links", () => {
  it.each(documents)("of %s lead to something", (file) => {
    const dead = links(read(file)).filter((target) => {
      const [to = "", anchor] = target.split("#");
      const found = to === "" ? file : path.posix.join(path.posix.dirname(file), to);
      return !existsSync(found) || (anchor !== undefined && !anchors(read(found)).has(anchor));
    });
    expect(dead).toEqual([]);
  });

  it("are told from code, and dead ones are found", () => {
    expect(links("[a](b.md#c) `[x](y)` [d](https://example.org)\n```\n[e](f)\n```\n")).toEqual(["b.md#c"]);
    expect([...anchors("# Params and sets\n## `then to ...`\n")]).toEqual(["params-and-sets", "then-to-"]);
  });
});

describe("generated pages", () => {
  it("have an entry for every diagnostic", () => {
    const page = read("docs/diagnostics.md");
    for (const [name, { code }] of Object.entries(codes)) {
      expect(page, name).toContain(code);
    }
  });

  it("have a row for every example, as it stands now", () => {
    expect(read("docs/catalogue.md"), "run `npm run docs`").toBe(cataloguePage());
  });

  it("have a row for every distribution, with an example that compiles", () => {
    expect(read("docs/distributions.md"), "run `npm run docs`").toBe(distributionsPage());
    for (const { name, signature } of distributions) {
      expect(signature.startsWith(name) || name === "pmf", name).toBe(true);
      expect(read("docs/distributions.md")).toContain(`| \`${signature.split(/, (?![^(]*\))| or /)[0] ?? ""}\``);
    }
  });
});
