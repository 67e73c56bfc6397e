/**
 * Generates the TypeScript types of the JSON forms from their schemas.
 *
 *     node scripts/run.mjs scripts/generate-types.ts --write
 *
 * A test holds the checked-in files against {@link renderTypes}.
 */
import { readFile, writeFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { JSONSchema4 } from "json-schema";
import { compile } from "json-schema-to-typescript";

/** A schema and the file its types go to, relative to the repository. */
export interface GeneratedTypes {
  readonly schema: string;
  readonly output: string;
}

export const generatedTypes: readonly GeneratedTypes[] = [
  { schema: "compiler/model/model.schema.json", output: "compiler/model/model.generated.ts" },
  { schema: "compiler/lp/program.schema.json", output: "compiler/lp/program.generated.ts" },
  { schema: "runtime/report/result.schema.json", output: "runtime/report/result.generated.ts" },
];

/** The text of the generated file for a schema. */
export async function renderTypes(pair: GeneratedTypes): Promise<string> {
  const schema = JSON.parse(await readFile(pair.schema, "utf8")) as JSONSchema4;
  const name = typeof schema.title === "string" ? schema.title : basename(pair.schema, ".schema.json");
  return compile(schema, name, {
    bannerComment: `/* Generated from ${basename(pair.schema)} by scripts/generate-types.ts. Do not edit. */`,
    cwd: dirname(pair.schema),
    additionalProperties: false,
    style: { printWidth: 160 },
  });
}

if (process.argv.includes("--write")) {
  for (const pair of generatedTypes) await writeFile(pair.output, await renderTypes(pair));
}
