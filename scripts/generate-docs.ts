/** Writes the pages of docs/ that are generated from tables in the code. Run by `npm run docs`. */
import { writeFile } from "node:fs/promises";
import { diagnosticsPage } from "../compiler/diagnostics/index.ts";
import { distributionsPage } from "../compiler/priors/page.ts";

await writeFile("docs/diagnostics.md", diagnosticsPage());
await writeFile("docs/distributions.md", distributionsPage());
