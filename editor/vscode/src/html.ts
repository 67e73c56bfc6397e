/** The page of the result panel. A function of what is shown: no editor, no state. */
import { escape } from "./escape.ts";
import { renderMarkdown } from "./markdown.ts";

/** What the page shows: Markdown, preformatted text, or a picture as SVG. */
export type Content = { readonly kind: "markdown" | "text" | "picture"; readonly text: string };

/** What the panel shows. */
export interface Page {
  readonly title: string;
  readonly content: Content;
}

/**
 * A picture is an image and not a part of the page, so that nothing inside it can run, load or be styled by the page. The
 * address is in base 64: specs name what is drawn, and names may hold any character.
 */
function picture(svg: string): string {
  return `<img alt="Plot" src="data:image/svg+xml;base64,${Buffer.from(svg, "utf8").toString("base64")}">`;
}

function body({ kind, text }: Content): string {
  switch (kind) {
    case "markdown":
      return renderMarkdown(text);
    case "picture":
      return picture(text);
    case "text":
      return `<pre>${escape(text)}</pre>`;
  }
}

const style = `
body { font-family: var(--vscode-font-family); color: var(--vscode-foreground); padding: 0 1rem 1rem; }
h1, h2, h3, h4 { font-size: 1.1rem; font-weight: 600; }
h1 { font-size: 1.3rem; }
pre, code { font-family: var(--vscode-editor-font-family); font-size: var(--vscode-editor-font-size); }
pre { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { border: 1px solid var(--vscode-panel-border); padding: 0.2rem 0.6rem; text-align: left; }
img { max-width: 100%; background: white; }
`;

/**
 * The page as HTML. Its policy allows one style sheet and embedded images, and no script at all.
 *
 * @param nonce an unguessable word, new for every page
 */
export function renderPage({ title, content }: Page, nonce: string): string {
  const policy = `default-src 'none'; img-src data:; style-src 'nonce-${escape(nonce)}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style nonce="${escape(nonce)}">${style}</style>
</head>
<body>
<h1>${escape(title)}</h1>
${body(content)}
</body>
</html>
`;
}
