/** Builds dist/; without `types` no declarations are emitted, which is several times faster. */
export function build(options: { readonly types: boolean }): Promise<void>;
