import { readFileSync } from "node:fs";
import fc from "fast-check";
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/driver.ts";
import { escape } from "../../editor/vscode/src/escape.ts";
import { renderPage } from "../../editor/vscode/src/html.ts";
import type { Content } from "../../editor/vscode/src/html.ts";
import { renderMarkdown } from "../../editor/vscode/src/markdown.ts";
import { pageOf } from "../../editor/vscode/src/results.ts";
import { resultText } from "../../editor/server/result-text.ts";
import { run } from "../../runtime/run.ts";

/** As much of an element as is looked at. */
interface Element {
  readonly tagName: string;
  readonly textContent: string;
  readonly attributes: Iterable<{ readonly name: string }>;
}

/** The elements of a page that a selector finds. */
function elements(html: string, selector: string): Element[] {
  const { document } = parseHTML(html) as unknown as { readonly document: { readonly querySelectorAll: (selector: string) => Iterable<Element> } };
  return [...document.querySelectorAll(selector)];
}

const hostile = `<img src=x onerror="alert(1)"> & '</pre><script>`;

describe("the page of results", () => {
  it.each(["text", "markdown", "picture"] as const)("shows hostile text in a %s as text", (kind) => {
    const page = renderPage({ title: hostile, content: { kind, text: hostile } }, "abc");
    expect(page).not.toMatch(/<script|<img src=x/);
    // The title twice, and the text where it is shown as such.
    expect(page.split(escape(hostile)).length - 1).toBe(kind === "picture" ? 2 : 3);
  });

  it("has no elements but its own, whatever is shown", () => {
    const own = new Set(["HTML", "HEAD", "META", "TITLE", "STYLE", "BODY", "H1", "H2", "H3", "H4", "H5", "P", "BR", "PRE", "CODE", "STRONG", "UL", "LI", "TABLE", "THEAD", "TBODY", "TR", "TH", "TD", "IMG"]);
    const piece = fc.constantFrom("<script>", "</td>", "`", "**", "|", "\\", "\n", "\n\n", "# ", "- ", "|---|---|", "| a | b |", "&lt;", '"', " onload=", "x", "<!--", "-->");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), fc.constantFrom<Content["kind"]>("text", "markdown", "picture"), (pieces, kind) => {
        for (const element of elements(renderPage({ title: pieces.join(""), content: { kind, text: pieces.join("") } }, "abc"), "*")) {
          expect(own).toContain(element.tagName);
          expect([...element.attributes].map((each) => each.name).filter((name) => !["lang", "charset", "http-equiv", "content", "name", "nonce", "alt", "src"].includes(name))).toEqual([]);
        }
      }),
    );
  });

  it("allows no script, no other source, and only its own style", () => {
    const page = renderPage({ title: "x", content: { kind: "text", text: "" } }, "abc");
    expect(page).toContain(`content="default-src 'none'; img-src data:; style-src 'nonce-abc'"`);
    expect([...page.matchAll(/<style[^>]*>/g)].map((each) => each[0])).toEqual(['<style nonce="abc">']);
    expect(page).not.toMatch(/\sstyle=|\son[a-z]+=/);
  });

  it("embeds pictures as images, in which nothing runs", () => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg"><text>\u03c0 "${hostile}"</text><script>alert(1)</script></svg>`;
    const page = renderPage(pageOf("mech.plot", "a.mech", svg), "abc");
    expect(page).not.toContain("<svg");
    const data = /src="data:image\/svg\+xml;base64,([^"]*)"/.exec(page)?.[1] ?? "";
    expect(Buffer.from(data, "base64").toString("utf8")).toBe(svg);
  });

  it("has a title and shows any answer", () => {
    expect(pageOf("mech.solve", "a.mech", "revenue 1")).toEqual({ title: "Solution: a.mech", content: { kind: "markdown", text: "revenue 1" } });
    expect(pageOf("mech.expand", "a.mech", "param n = 1")).toEqual({ title: "Expanded spec: a.mech", content: { kind: "text", text: "param n = 1" } });
    expect(pageOf("mech.expand", "a.mech", { odd: true }).content).toEqual({ kind: "text", text: '{\n  "odd": true\n}' });
  });
});

describe("Markdown", () => {
  it("becomes HTML", () => {
    expect(renderMarkdown("# A\n\nof `x < 1` and **b**\n\n- c\n- `d`\n\n| e | f |\n|---|---|\n| a \\| b | 2 |")).toBe(
      [
        "<h2>A</h2>",
        "<p>of <code>x &lt; 1</code> and <strong>b</strong></p>",
        "<ul><li>c</li><li><code>d</code></li></ul>",
        "<table><thead><tr><th>e</th><th>f</th></tr></thead><tbody><tr><td>a | b</td><td>2</td></tr></tbody></table>",
      ].join("\n"),
    );
  });

  it("puts an indented item below the one above it", () => {
    expect(renderMarkdown("- a\n  - b\n  - `c`\n- d")).toBe("<ul><li>a<ul><li>b</li><li><code>c</code></li></ul></li><li>d</li></ul>");
    expect(renderMarkdown("  - a\n- b")).toBe("<ul><li>a</li><li>b</li></ul>");
  });

  it("shows all that the server writes about a solution", async () => {
    const { task } = compile(readFileSync("examples/textbook/prosecutor.mech", "utf8"));
    if (!task) throw new Error("no task");
    const html = `<html><body>${renderMarkdown(resultText((await run(task)).result))}</body></html>`;
    const texts = (selector: string): string[] => elements(html, selector).map((each) => each.textContent);
    expect(texts("h2")).toEqual(["prosecutor: optimal, certified exactly"]);
    const cells = texts("td");
    expect(cells.slice(cells.indexOf("convictions"), cells.indexOf("convictions") + 2)).toEqual(["convictions", "3/5"]);
    expect(texts("li")).toEqual(expect.arrayContaining(["holds: convictions = 3/5"]));
  });
});
