import { Notice } from "@/lib/page/shell/Notice.tsx";
import type { Changed } from "./draft.ts";

/** What somebody else has changed while a form was open. */
export function ConflictNotice({ changes }: { readonly changes: readonly Changed[] }) {
  return (
    <Notice tone="warning">
      <div class="changed">
        <p>
          <strong>Nothing was saved yet:</strong>{" "}
          somebody else changed this schedule while you had it open. What you changed is kept below;
          all else is as they saved it. Look through it, then save.
        </p>
        {changes.length > 0 && (
          <ul>
            {changes.map(({ field, from, to, isMine }) => (
              <li key={field}>
                {field}: from “{from}” to “{to}”{isMine && ". Below stands yours"}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Notice>
  );
}
