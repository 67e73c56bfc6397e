const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/**
 * A text as it can stand in an element or in a quoted attribute.
 *
 * @example escape("a < b") // "a &lt; b"
 */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (each) => entities[each] ?? each);
}
