/**
 * Keeps texts in lists of children from being escaped twice.
 *
 * Preact's runtime of precompiled JSX escapes each text of a list, and what draws the page escapes
 * the texts of lists once more. So those that are escaped become templates, which are drawn as they
 * are, by Preact's hook on each new element.
 *
 * @module
 */
import { options, type VNode } from "preact";
import { jsxTemplate } from "preact/jsx-runtime";

const before = options.vnode;

options.vnode = (element: VNode) => {
  // Only templates have these, and the runtime alone makes templates.
  const { exprs } = element.props as { readonly exprs?: readonly unknown[] };
  for (const part of exprs ?? []) if (Array.isArray(part)) settle(part);
  before?.(element);
};

/** In the list itself, which the runtime wrote the escaped texts into: it may be drawn again. */
function settle(list: unknown[]): void {
  for (const [index, part] of list.entries()) {
    if (typeof part === "string") list[index] = jsxTemplate([part]);
    else if (Array.isArray(part)) settle(part);
  }
}
