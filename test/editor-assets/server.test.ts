import { CancellationToken } from "vscode-jsonrpc";
import { describe, expect, it } from "vitest";
import { runCommand } from "../../editor/server/commands.ts";
import { defaultSettings, settingsOf } from "../../editor/server/settings.ts";
import { snapshotOf } from "../../editor/services/snapshot.ts";

describe("a command that is cancelled before it is read", () => {
  it("is not begun", async () => {
    const background = { start: () => expect.unreachable("the work was begun"), dispose: () => Promise.resolve() };
    // Its token never fires: what waits for that would wait for the solver.
    const answer = await runCommand("mech.solve", snapshotOf("model m\n"), background, defaultSettings, CancellationToken.Cancelled);
    expect(answer).toEqual({ reason: "The command was cancelled.", cancelled: true });
  });
});

describe("settings", () => {
  it("are taken where they make sense", () => {
    expect(settingsOf({ solver: "exact", lint: { pedantic: false }, solveOnSave: false, timeLimitSeconds: 5 })).toEqual({
      solver: "exact",
      pedantic: false,
      solveOnSave: false,
      timeLimitSeconds: 5,
    });
  });

  it.each([undefined, null, 7, "x", [], { solver: "auto" }, { solver: "simplex" }, { lint: "no" }, { solveOnSave: "no" }, { timeLimitSeconds: -1 }, { timeLimitSeconds: NaN }, { timeLimitSeconds: "9" }])(
    "are the defaults for %j",
    (options) => expect(settingsOf(options)).toEqual(defaultSettings),
  );
});
