import type { ComponentChildren } from "preact";
import { useContext } from "preact/hooks";
import { Action } from "./Action.tsx";
import { Menu } from "./Menu.tsx";
import { SignedInContext } from "./signed_in.ts";

/** The pages that the bar leads to. */
export type Section = "notebooks" | "data" | "sources" | "schedules" | "account" | "admin" | "docs";

interface BarProps {
  /** The section that is open; `null` within a notebook. */
  readonly section: Section | null;
  /** What is open, such as a notebook's title. */
  readonly where?: string;
  readonly children?: ComponentChildren;
}

/** The bar above every page of the workspace: where one is, and the page's own tools. */
export function Bar({ section, where, children }: BarProps) {
  const signedIn = useContext(SignedInContext);
  return (
    <header class="bar">
      <a class="skip" href="#content">Skip to the content</a>
      <a class="wordmark" href="/">Daybook</a>
      <nav aria-label="Workspace">
        <a href="/" aria-current={section === "notebooks" ? "page" : undefined}>Notebooks</a>
        <a href="/data" aria-current={section === "data" ? "page" : undefined}>Data</a>
        <a href="/sources" aria-current={section === "sources" ? "page" : undefined}>Sources</a>
        {signedIn?.mayEdit === true && <SchedulesLink section={section} class="wide-only" />}
      </nav>
      {where !== undefined && <span class="where">{where}</span>}
      <div class="tools">
        {children}
        {section !== null && <OwnMenu section={section} />}
      </div>
    </header>
  );
}

interface SchedulesLinkProps {
  readonly section: Section | null;
  /** In the bar where it has room, else in the menu. */
  readonly class: "wide-only" | "narrow-only";
}

/** Only who may edit notebooks can schedule one. */
function SchedulesLink({ section, class: where }: SchedulesLinkProps) {
  const current = section === "schedules" ? "page" : undefined;
  return <a href="/schedules" class={where} aria-current={current}>Schedules</a>;
}

/** What is about whoever is signed in. */
function OwnMenu({ section }: { readonly section: Section }) {
  const signedIn = useContext(SignedInContext);
  // The one page of these that nobody need be known for.
  if (signedIn === null && section === "docs") return <a href="/sign-in?next=/docs">Sign in</a>;
  return (
    <Menu label={signedIn === null ? "Your account" : `Signed in as ${signedIn.name}`} text="You">
      {signedIn !== null && <p class="who">{signedIn.name}</p>}
      <a href="/account" aria-current={section === "account" ? "page" : undefined}>Account</a>
      {signedIn?.mayEdit === true && <SchedulesLink section={section} class="narrow-only" />}
      {signedIn?.isAdmin === true && (
        <a href="/admin" aria-current={section === "admin" ? "page" : undefined}>Admin</a>
      )}
      {signedIn?.tellsApi === true && (
        <a href="/docs" aria-current={section === "docs" ? "page" : undefined}>For programs</a>
      )}
      <hr />
      <Action action="/sign-out" fields={{}}>Sign out</Action>
    </Menu>
  );
}
