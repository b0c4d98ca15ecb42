import { Action } from "./Action.tsx";

interface NotFoundPageProps {
  readonly title: string;
  readonly detail: string;
  /** Whether somebody reads a link, and knows of no other page. */
  readonly isReader: boolean;
  /** The notebook that was asked for, where it was deleted and can be brought back. */
  readonly deleted: { readonly id: string; readonly title: string } | null;
}

/** What stands where nothing is, with ways to where something may be. */
export function NotFoundPage({ title, detail, isReader, deleted }: NotFoundPageProps) {
  if (isReader) {
    return (
      <main class="plain" id="content">
        <h1>{title}</h1>
        <p>{detail}</p>
      </main>
    );
  }
  return (
    <main class="plain" id="content">
      {deleted === null
        ? (
          <>
            <h1>{title}</h1>
            <p>{detail}</p>
          </>
        )
        : (
          <>
            <h1>{deleted.title} was deleted</h1>
            <p>It can be brought back for 30 days, with its history and its results.</p>
            <Action action="/" fields={{ do: "restore", id: deleted.id, open: "yes" }}>
              Undo the deletion
            </Action>
          </>
        )}
      <form method="get" action="/" role="search">
        <input
          type="search"
          name="search"
          aria-label="Search notebooks"
          placeholder="Search notebooks"
        />
        <button type="submit">Search</button>
      </form>
      <p>
        <a href="/">All notebooks</a> · <a href="/data">Data</a>
      </p>
    </main>
  );
}
