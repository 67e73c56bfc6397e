/** Bounds on the shape of the tree: every later pass recurses over it, so a deep tree would overflow the stack. */
import type { Node } from "./ast.ts";

/** How deeply expressions may be nested in each other's brackets, conditions and reports. */
export const MAX_NESTING = 100;
/** How many operators one expression may have outside brackets, and how many prefixes and powers. */
export const MAX_CHAIN = 1000;
export const MAX_PREFIXES = 100;
/** The height of the tree of one declaration. */
export const MAX_HEIGHT = 1200;

type Value = Node | { readonly span: unknown };

function isValue(value: unknown): value is Value {
  return typeof value === "object" && value !== null;
}

/**
 * Whether the tree below `root` is higher than `limit`; walks with its own stack.
 *
 * @example exceedsHeight(item, MAX_HEIGHT) // false for anything that a person writes
 */
export function exceedsHeight(root: Node, limit: number): boolean {
  const pending: [Value, number][] = [[root, 1]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [value, height] = next;
    if (height > limit) return true;
    // A list is not a level of the tree; only nodes count.
    const below = Array.isArray(value) ? height : height + 1;
    for (const child of Object.values(value)) if (isValue(child)) pending.push([child, below]);
  }
  return false;
}
