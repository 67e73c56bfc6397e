/**
 * What a key costs in the editor: `npx vitest bench bench/editor.bench.ts`. The target is a median of 50 ms from a key in a
 * 1,000-line spec to its diagnostics, and of 30 ms to completion; `test/editor/latency.test.ts` guards it.
 */
import { bench, describe } from "vitest";
import { parse } from "../grammar/index.ts";
import { completionsAt } from "../editor/services/completion.ts";
import { hoverAt } from "../editor/services/hover.ts";
import { semanticTokens } from "../editor/services/semantic-tokens.ts";
import { snapshotOf } from "../editor/services/snapshot.ts";
import { longSpec } from "../test/editor/long-spec.ts";

for (const lines of [100, 1000, 3000]) {
  const text = longSpec(lines);
  const at = text.indexOf("\n\n/// Variant", text.length / 2) + 1;
  const typed = "let extra[i in bidder] = value[i] - ";
  const before = snapshotOf(text.slice(0, at) + typed + text.slice(at));
  void before.fastDiagnostics;
  let key = 0;
  /** A text that differs from the one before by a key; never the same twice in a row. */
  const pressed = (): ReturnType<typeof snapshotOf> => snapshotOf(text.slice(0, at) + typed + "re".slice(0, 1 + (key++ % 2)) + text.slice(at), before);

  describe(`a key in a spec of ${lines} lines`, () => {
    bench("diagnostics", () => void pressed().fastDiagnostics);
    bench("completion", () => void completionsAt(pressed(), at + typed.length + 1));
    bench("hover", () => void hoverAt(pressed(), at + 6));
    bench("semantic tokens", () => void semanticTokens(pressed()));
    bench("parsing again from the change", () => void pressed().parsed);
    bench("parsing from nothing", () => void parse(text));
  });
}
