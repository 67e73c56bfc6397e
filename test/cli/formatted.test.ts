import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { mechIn } from "./run.ts";

const specs = ["examples", "lib", "bench"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((each) => each.endsWith(".mech"))
    .map((each) => path.join(folder, each)),
);

describe("the specs of this repository", () => {
  it("are formatted", async () => {
    expect(specs.length).toBeGreaterThan(20);
    expect(await mechIn(["fmt", "--check", ...specs])).toEqual({ stdout: "", stderr: "", status: 0 });
  });
});
