/** Writes the pages of docs/ that are generated from tables in the code and from the examples. Run by `npm run docs`. */
import { writeFile } from "node:fs/promises";
import { diagnosticsPage } from "../compiler/diagnostics/index.ts";
import { distributionsPage } from "../compiler/priors/page.ts";
import { cataloguePage } from "./catalogue.ts";

await writeFile("docs/diagnostics.md", diagnosticsPage());
await writeFile("docs/distributions.md", distributionsPage());
await writeFile("docs/catalogue.md", cataloguePage());
