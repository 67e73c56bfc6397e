/** The page of the result panel. A function of what is shown: no editor, no state. */

/** One part of the page: preformatted text, or a picture as SVG. */
export type Part = { readonly kind: "text"; readonly heading?: string; readonly text: string } | { readonly kind: "picture"; readonly svg: string };

/** What the panel shows. */
export interface Page {
  readonly title: string;
  readonly parts: readonly Part[];
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/**
 * A text as it can stand in an element or in a quoted attribute.
 *
 * @example escape("a < b") // "a &lt; b"
 */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (each) => entities[each] ?? each);
}

/**
 * A picture is an image and not a part of the page, so that nothing inside it can run, load or be styled by the page. The
 * address is in base 64: specs name what is drawn, and names may hold any character.
 */
function picture(svg: string): string {
  return `<img alt="Plot" src="data:image/svg+xml;base64,${Buffer.from(svg, "utf8").toString("base64")}">`;
}

function part(each: Part): string {
  if (each.kind === "picture") return picture(each.svg);
  const heading = each.heading === undefined ? "" : `<h2>${escape(each.heading)}</h2>`;
  return `${heading}<pre>${escape(each.text)}</pre>`;
}

const style = `
body { font-family: var(--vscode-font-family); color: var(--vscode-foreground); padding: 0 1rem 1rem; }
h1 { font-size: 1.2rem; font-weight: 600; }
h2 { font-size: 1rem; font-weight: 600; }
pre { font-family: var(--vscode-editor-font-family); font-size: var(--vscode-editor-font-size); overflow-x: auto; }
img { max-width: 100%; background: white; }
`;

/**
 * The page as HTML. Its policy allows one style sheet and embedded images, and no script at all.
 *
 * @param nonce an unguessable word, new for every page
 */
export function renderPage(page: Page, nonce: string): string {
  const policy = `default-src 'none'; img-src data:; style-src 'nonce-${escape(nonce)}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(page.title)}</title>
<style nonce="${escape(nonce)}">${style}</style>
</head>
<body>
<h1>${escape(page.title)}</h1>
${page.parts.map(part).join("\n")}
</body>
</html>
`;
}
