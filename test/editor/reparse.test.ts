import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reparse } from "../../editor/services/reparse.ts";
import { parse } from "../../grammar/index.ts";
import { edited, randomEdit } from "./edits.ts";
import { badSpecs, examples } from "./files.ts";
import { longSpec } from "./long-spec.ts";

const texts = [...examples(), ...badSpecs()].map((each) => each.text).concat(longSpec(60));

/** Deep equality, as text: much faster than a comparison node by node. Docs may come as the last or another property. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, node: unknown) =>
    typeof node === "object" && node !== null && !Array.isArray(node) ? Object.fromEntries(Object.entries(node).sort(([a], [b]) => (a < b ? -1 : 1))) : node,
  );
}

describe("parsing again after a change", () => {
  it("gives the tree and the faults that parsing the whole text gives, whatever is typed where", () => {
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.array(randomEdit, { minLength: 1, maxLength: 5 }), (start, edits) => {
        let text = start;
        let result = parse(text);
        for (const edit of edits) {
          const next = edited(text, edit);
          const again = reparse(next, { text, result });
          expect(canonical(again)).toBe(canonical(parse(next)));
          text = next;
          result = again;
        }
      }),
      { numRuns: 250, seed: 7 },
    );
  }, 60_000);

  it("keeps the nodes in front of the change", () => {
    const text = longSpec(200);
    const before = parse(text);
    const after = reparse(text.replace("payoff bidder[i] = ", "payoff bidder[i] = 2 * "), { text, result: before });
    expect(after.file.items[0]).toBe(before.file.items[0]);
    expect(after.file.items.at(-1)).not.toBe(before.file.items.at(-1));
    expect(after.faults).toEqual([]);
  });

  it("moves comments and documentation with their declarations", () => {
    const text = "/// One.\nparam a = 1\nparam b = 1\nparam c = 1\nparam d = 1\n/// Two.\nparam e = 1\n// End.\n";
    const result = reparse(text.replace("a = 1", "a = 123"), { text, result: parse(text) });
    expect(result.file.items.map((item) => item.doc)).toEqual(["One.", undefined, undefined, undefined, "Two."]);
    expect(result.file.comments.map((comment) => text.replace("a = 1", "a = 123").slice(comment.span.start, comment.span.end))).toEqual([
      "/// One.",
      "/// Two.",
      "// End.",
    ]);
  });
});
