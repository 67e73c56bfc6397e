/** The tutorial is run as it stands: its files are written, its commands typed, and what it prints must be what they print. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { mechIn, Workplace } from "../cli/run.ts";
import { read } from "./documents.ts";

const page = read("docs/tutorial.md");
const files = Object.fromEntries([...page.matchAll(/^```mech (\S+)\n([^]*?)^```$/gm)].map(([, name = "", text = ""]) => [name, text]));
const sessions = [...page.matchAll(/^```console\n([^]*?)^```$/gm)].map(([, text = ""]) => text);

/** Without blanks at the ends of lines, which editors take away. */
const trimmed = (text: string): string => text.replace(/[ \t]+$/gm, "").trimEnd();

describe("the tutorial", () => {
  it("has files and sessions", () => {
    expect(Object.keys(files).length).toBeGreaterThanOrEqual(6);
    expect(sessions.length).toBeGreaterThanOrEqual(7);
  });

  it("prints what the commands print", () =>
    Workplace.with(files, async ({ folder }) => {
      for (const session of sessions) {
        const [, ...turns] = session.split(/^\$ mech /m);
        for (const turn of turns) {
          const [command = "", ...expected] = turn.split("\n");
          const [call = "", target] = command.split(" > ");
          const { stdout } = await mechIn(call.split(" "), { cwd: folder });
          if (target) await writeFile(path.join(folder, target), stdout);
          else expect(trimmed(stdout), `mech ${command}`).toBe(trimmed(expected.join("\n")));
        }
      }
    }));

  it("changes only the rule of payment between its first two files", () => {
    // The text says which line is replaced; the second file must be the first with that line and the concepts changed.
    const lines = (name: string): string[] => (files[name] ?? "").split("\n");
    const [first, second] = [lines("pay_your_bid.mech"), lines("second_price.mech")];
    const changed = second.filter((line, k) => line !== first[k]);
    expect(changed.filter((line) => !line.startsWith("///") && !line.startsWith("model"))).toEqual([
      "  transfer   pay[i in bidder] = win[i] * nth(2, j in bidder) bid[j]",
      "incentives dominant",
      "participation ex_post",
    ]);
    expect(page).toContain("`pay[i in bidder] = win[i] * nth(2, j in bidder) bid[j]`");
  });
});
