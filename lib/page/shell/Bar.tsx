import type { ComponentChildren } from "preact";
import { Action } from "./Action.tsx";

/** The pages that the bar leads to. */
export type Section = "notebooks" | "data";

interface BarProps {
  /** The section that is open; `null` within a notebook. */
  readonly section: Section | null;
  /** What is open, such as a notebook's title. */
  readonly where?: string;
  readonly children?: ComponentChildren;
}

/** The bar above every page of the workspace: where one is, and the page's own tools. */
export function Bar({ section, where, children }: BarProps) {
  return (
    <header class="bar">
      <a class="skip" href="#content">Skip to the content</a>
      <a class="wordmark" href="/">Daybook</a>
      <nav aria-label="Workspace">
        <a href="/" aria-current={section === "notebooks" ? "page" : undefined}>Notebooks</a>
        <a href="/data" aria-current={section === "data" ? "page" : undefined}>Data</a>
      </nav>
      {where !== undefined && <span class="where">{where}</span>}
      <div class="tools">
        {children}
        {section !== null && <Action action="/sign-out" fields={{}} class="quiet">Sign out</Action>}
      </div>
    </header>
  );
}
