import { describe, expect, it } from "vitest";
import { formats } from "../../compiler/emit/registry.ts";
import { mechIn } from "../cli/run.ts";
import { blocks, read } from "./documents.ts";

const readme = read("README.md");
/** The first two cells of the table of commands. */
const commands = new Map(
  [...readme.matchAll(/^\| `mech (\w+)([^|`]*)` \| (.*) \|$/gm)].map((match) => [match[1] ?? "", { usage: match[2] ?? "", text: match[3] ?? "" }]),
);

async function help(...args: string[]): Promise<string> {
  const { stdout, status } = await mechIn([...args, "--help"]);
  expect(status).toBe(0);
  return stdout;
}

describe("the table of commands in the README", () => {
  it("has the commands of `mech --help`, and no other", async () => {
    const listed = [...((await help()).split("Commands:\n")[1] ?? "").matchAll(/^ {2}(\w+)/gm)].map((match) => match[1] ?? "");
    expect([...commands.keys()].sort()).toEqual(listed.filter((each) => each !== "help").sort());
  });

  it("mentions only options that exist", async () => {
    for (const [name, { usage, text }] of commands) {
      const options = `${usage} ${text}`.match(/(?<=[ `])--[a-z-]+(?=[ `])/g) ?? [];
      const known = await help(name);
      for (const option of options.filter((each) => each !== "--plugin")) expect(known, name).toContain(`${option}`);
    }
  });

  it("has the formats of `mech compile`", async () => {
    const named = [...(commands.get("compile")?.text ?? "").matchAll(/`([a-z-]+)`/g)].map((match) => match[1] ?? "");
    expect(named.sort()).toEqual(formats.map((each) => each.name).sort());
    const names = formats.map((each) => each.name);
    const sentence = `${names.slice(0, -1).join(", ")} or ${names.at(-1) ?? ""}`;
    expect((await help("compile")).replace(/\s+/g, " ")).toContain(sentence);
  });
});

describe("what the README promises", () => {
  it("is what the first example answers", async () => {
    const { stdout, status } = await mechIn(["solve", "examples/textbook/full-extraction.mech"]);
    expect(status).toBe(0);
    const quoted = blocks(readme, "").find((each) => each.startsWith("full_extraction:")) ?? "nothing is quoted";
    expect(stdout.startsWith(quoted)).toBe(true);
    expect(stdout).toMatch(/^revenue +8\/5 = 1\.6$/m);
  });

  it("changes the concept from the command line", async () => {
    // Virtual values given the other's: 3/4 for (1 | 1), -3 for (1 | 2), 2 for 2. So 2/5 * 3/4 + (1/10 + 1/10 + 2/5) * 2.
    const { stdout } = await mechIn([
      "solve",
      "--json",
      "examples/textbook/full-extraction.mech",
      "--set",
      "incentives=dominant",
      "--set",
      "participation=ex_post",
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ status: "optimal", quantities: { revenue: { exact: "3/2" } } });
  });
});
