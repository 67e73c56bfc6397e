/**
 * The direction of imports: grammar <- compiler <- runtime <- cli, editor. The three inner layers are pure: no file
 * system, console or process, so that the same code runs in a terminal, in an editor and in a page.
 *
 * @type {import("dependency-cruiser").IConfiguration}
 */
export default {
  forbidden: [
    {
      name: "no-circular-imports",
      severity: "error",
      comment: "Types may refer to each other; code may not.",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "grammar-knows-no-economics",
      severity: "error",
      from: { path: "^grammar/" },
      to: { path: "^(compiler|runtime|cli|editor|index\\.ts)" },
    },
    {
      name: "compiler-knows-no-solver",
      severity: "error",
      from: { path: "^compiler/" },
      to: { path: "^(runtime|cli|editor|index\\.ts)|^node_modules/(highs|glpk\\.js)/" },
    },
    {
      name: "runtime-knows-no-text",
      severity: "error",
      comment: "Spans are positions and not text, so the runtime may carry them about.",
      from: { path: "^runtime/" },
      to: { path: "^(grammar|cli|editor|index\\.ts)", pathNot: "^grammar/span\\.ts$" },
    },
    {
      name: "solvers-stay-behind-their-interface",
      severity: "error",
      from: { pathNot: "^(runtime/solvers|test|bench)/" },
      to: { path: "^node_modules/(highs|glpk\\.js)/" },
    },
    {
      name: "core-is-pure",
      severity: "error",
      from: { path: "^(grammar|compiler|runtime)/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "command-line-and-editor-are-neighbours",
      severity: "error",
      from: { path: "^cli/" },
      to: { path: "^editor/", pathNot: "^editor/server/" },
    },
    {
      name: "editor-does-not-use-the-command-line",
      severity: "error",
      from: { path: "^editor/" },
      to: { path: "^cli/" },
    },
    {
      name: "everything-resolves",
      severity: "error",
      comment: "The module `vscode` exists only inside the editor.",
      from: {},
      to: { couldNotResolve: true, pathNot: "^vscode$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|coverage)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".mjs", ".js", ".json"],
    },
  },
};
