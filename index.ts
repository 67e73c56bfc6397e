/** The library: what `import ... from "mech-lang"` gives. */
export * from "./compiler/diagnostics/index.ts";
