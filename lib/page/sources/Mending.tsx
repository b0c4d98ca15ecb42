import { formatNumber } from "@/lib/chart/format.ts";
import { Notice } from "@/lib/page/shell/Notice.tsx";
import type { BatchCard } from "@/lib/workspace/sources/contract.ts";
import { RefusalNotice, type RefusalTold } from "./RefusalNotice.tsx";

/** What became of rejected rows that were put back. */
export type MendingTold =
  | {
    readonly type: "taken";
    /** The batch that they are of. */
    readonly corrects: string;
    /** What they came as. */
    readonly batch: string;
    /** In words. */
    readonly counts: string;
    /** Rows that are still rejected. */
    readonly rejected: number;
  }
  | { readonly type: "refused"; readonly corrects: string; readonly refusal: RefusalTold };

/** Where the rejected rows of a batch can be had. */
export function rejectedAddress(batch: string): string {
  return `/sources/rejected/${encodeURIComponent(batch)}`;
}

/** Names the place of a batch on the page. */
export function batchAnchor(batch: string): string {
  return `batch-${batch}`;
}

/** Returns a count of rows in words. */
export function rowsText(count: number): string {
  return `${formatNumber(count)} ${count === 1 ? "row" : "rows"}`;
}

interface MendingProps {
  readonly batch: BatchCard;
  /** What was just put back for this batch; `null` where nothing was. */
  readonly told: MendingTold | null;
}

/** Hands out the rejected rows of a batch, and takes them back mended. */
export function Mending({ batch, told }: MendingProps) {
  const { id, rejectedRows, corrected } = batch;
  const file = `mended-${id}`;
  return (
    <>
      {told !== null && <MendingNotice told={told} />}
      <details class="mending" open={told?.type === "refused"}>
        <summary>
          Correct{" "}
          {rejectedRows === 1 ? "the rejected row" : `${formatNumber(rejectedRows)} rejected rows`}
          {corrected > 0 && <span class="note">{correctedText(batch)}</span>}
        </summary>
        <form
          method="post"
          action={`/sources#${batchAnchor(id)}`}
          enctype="multipart/form-data"
        >
          <p class="note">
            <a href={rejectedAddress(id)}>Download the rejected rows</a>: each is as it was sent,
            and what is wrong with it stands behind, in columns that are not read. Mend them and
            send the file; rows that are good are stored, the others stay rejected.
          </p>
          <input type="hidden" name="corrects" value={id} />
          <div class="field">
            <label for={file}>Mended file</label>
            <input id={file} type="file" name="file" required />
          </div>
          <div class="row">
            <button type="submit">Send the mended rows</button>
          </div>
        </form>
      </details>
    </>
  );
}

function correctedText({ rejectedRows, corrected }: BatchCard): string {
  return corrected < rejectedRows ? `${formatNumber(corrected)} corrected` : "All corrected";
}

/** Tells what became of rows that were put back. */
export function MendingNotice({ told }: { readonly told: MendingTold }) {
  if (told.type === "refused") return <RefusalNotice {...told.refusal} />;
  const { counts, rejected, batch } = told;
  return (
    <Notice>
      <span>
        {counts}
        {rejected > 0 && (
          <>
            , <a href={rejectedAddress(batch)}>{rowsText(rejected)} still rejected</a>
          </>
        )}
      </span>
    </Notice>
  );
}
