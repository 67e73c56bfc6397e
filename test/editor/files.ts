/** The specs of the repository, for tests that go through all of them. */
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";

export interface SpecFile {
  readonly name: string;
  readonly text: string;
}

function specsIn(folder: string): SpecFile[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".mech"))
    .sort()
    .map((name) => ({ name, text: readFileSync(path.join(folder, name), "utf8") }));
}

/** The catalogue: specs that compile. */
export const examples = (): SpecFile[] => specsIn("examples");
/** Specs with a mistake each. */
export const badSpecs = (): SpecFile[] => specsIn(path.join("test", "bad"));
