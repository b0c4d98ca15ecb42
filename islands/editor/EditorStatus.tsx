import type { SaveStatus } from "./session.ts";

/** Says whether what is typed is kept, and asks where somebody else changed the cell. */
export function EditorStatus({ status, onSettle }: {
  readonly status: SaveStatus;
  readonly onSettle: (choice: "mine" | "theirs") => void;
}) {
  switch (status.type) {
    case "saved":
      return <span class="save-status" role="status"></span>;
    case "unsaved":
    case "saving":
      return <span class="save-status" role="status">Saving…</span>;
    case "failed":
      return <span class="save-status fault" role="alert">Not saved: {status.message}</span>;
    case "conflict":
      return (
        <span class="save-status fault" role="alert">
          {status.theirs === null
            ? "Somebody else deleted this cell. "
            : "Somebody else changed this cell. "}
          {status.theirs !== null && (
            <>
              <button type="button" onClick={() => onSettle("mine")}>Keep mine</button>
              <button type="button" onClick={() => onSettle("theirs")}>Take theirs</button>
              <details>
                <summary>Theirs</summary>
                <pre>{status.theirs}</pre>
              </details>
            </>
          )}
        </span>
      );
  }
}
