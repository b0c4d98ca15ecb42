import { optionsAddress, readOptionsAddress } from "@/lib/workspace/files/address.ts";
import type { Decision } from "@/lib/read/facts.ts";
import type { FilePreview } from "@/lib/workspace/files/contract.ts";
import { decisionText } from "./files/decisions.ts";
import { HolidayChoice } from "./files/HolidayChoice.tsx";
import { HowRead } from "./files/HowRead.tsx";
import { PreviewDetails } from "./files/PreviewDetails.tsx";
import { PreviewLead } from "./files/PreviewLead.tsx";
import { RejectedList } from "./files/RejectedList.tsx";
import { SampleTable } from "./files/SampleTable.tsx";
import { countText } from "./files/sizes.ts";
import { usePreview } from "./files/use_preview.ts";

/** What was read; the page draws it and the island redraws it. */
export interface UploadPreviewProps {
  readonly preview: FilePreview;
  /** Whether all rows were read, or the beginning alone. */
  readonly whole: boolean;
}

/**
 * What is in a file and what was decided of it. Each decision is a field of a form whose address
 * is the page's own: it works without scripts, and with them the effect shows at once.
 */
export default function UploadPreview({ preview: first, whole: begun }: UploadPreviewProps) {
  const { preview, whole, reading, refusal, live, read } = usePreview(first, begun);
  const shown = preview.value;
  const { facts, options, digest } = shown;
  const query = optionsAddress(options);
  const busy = reading.value !== null;
  return (
    <div class={busy ? "upload-preview busy" : "upload-preview"} aria-busy={busy}>
      <PreviewLead preview={shown} whole={whole.value} reading={reading.value} />
      <form method="post" action={`/upload/${digest}?${query}`} class="make">
        {shown.holidays !== null && <HolidayChoice country={shown.holidays.country} />}
        <button type="submit" class="primary">Make a notebook of it</button>
        <span class="muted">With cleaning, checks, figures, what is odd and what comes next.</span>
      </form>
      <div role="status" class="said">
        {refusal.value !== null && <p class="notice error">{refusal.value}</p>}
        <span class="unseen">
          {busy ? "Reading" : `Read: ${countText(facts.rejected, "rejected value")}`}
        </span>
      </div>
      <Doubts doubts={facts.decisions.filter(({ doubtful }) => doubtful)} />
      <form
        method="get"
        action={`/upload/${digest}`}
        onChange={({ currentTarget }) => read(queryOf(currentTarget))}
        onSubmit={(event) => {
          event.preventDefault();
          read(queryOf(event.currentTarget));
        }}
      >
        <HowRead preview={shown} live={live.value} />
        <section aria-labelledby="rows">
          <h2 id="rows">First rows</h2>
          <SampleTable preview={shown} whole={whole.value} />
        </section>
      </form>
      <section aria-labelledby="rejected">
        <h2 id="rejected">Rejected</h2>
        <RejectedList preview={shown} address={`/data/${digest}/rejected?${query}`} />
      </section>
      <PreviewDetails preview={shown} />
    </div>
  );
}

/** What the reader was not sure of. */
function Doubts({ doubts }: { readonly doubts: readonly Decision[] }) {
  if (doubts.length === 0) return null;
  return (
    <section aria-labelledby="doubts" class="doubts">
      <h2 id="doubts">Please look</h2>
      <ul>
        {doubts.map((doubt, at) => <li key={at}>{decisionText(doubt)}</li>)}
      </ul>
    </section>
  );
}

/** The fields that were filled in. */
function queryOf(form: HTMLFormElement): URLSearchParams {
  const fields = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
  return optionsAddress(readOptionsAddress(new URLSearchParams(fields)));
}
