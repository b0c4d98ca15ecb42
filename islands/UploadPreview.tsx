import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { optionsAddress, readOptionsAddress } from "@/lib/workspace/files/address.ts";
import type { FilePreview } from "@/lib/workspace/files/contract.ts";
import { Chooser } from "./files/Chooser.tsx";
import { decisionText, fileDecisions, quoteDecision } from "./files/decisions.ts";
import { type FollowedStep, followPreview } from "./files/follow_preview.ts";
import { RejectedList } from "./files/RejectedList.tsx";
import { SampleTable } from "./files/SampleTable.tsx";
import { countText, sizeText } from "./files/sizes.ts";
import { TextFields } from "./files/TextFields.tsx";
import { edgeTexts, fileTexts, ZONES } from "./files/texts.ts";

/** What was read; the page draws it and the island redraws it. */
export interface UploadPreviewProps {
  readonly preview: FilePreview;
  /** Whether all rows were read, or the beginning alone. */
  readonly whole: boolean;
}

/** How far a reading is; its share is not known at first. */
interface Reading {
  readonly rows: number;
  readonly share: number | null;
}

/**
 * What is in a file and what was decided of it. Each decision is a field of a form whose address
 * is the page's own: it works without scripts, and with them the effect shows at once.
 */
export default function UploadPreview({ preview: first, whole: begun }: UploadPreviewProps) {
  const preview = useSignal(first);
  /** Whether all rows are counted, or those of the beginning alone. */
  const whole = useSignal(begun);
  const reading = useSignal<Reading | null>(null);
  const refusal = useSignal<string | null>(null);
  const live = useSignal(false);
  const asked = useRef<AbortController | null>(null);
  useEffect(() => {
    live.value = true;
    if (!begun) read(optionsAddress(first.options));
  }, []);

  async function read(query: URLSearchParams) {
    // The reading before is of no more use, here or on the server.
    asked.current?.abort();
    const { signal } = asked.current = new AbortController();
    reading.value = { rows: 0, share: null };
    try {
      for await (
        const step of followPreview(`/api/data/${first.digest}/preview?${query}`, signal)
      ) {
        if (signal.aborted) return;
        take(step);
      }
    } catch {
      if (signal.aborted) return;
      refusal.value = "The connection was lost: choose again";
    }
    if (!signal.aborted) reading.value = null;
  }

  function take(step: FollowedStep) {
    switch (step.type) {
      case "beginning":
      case "whole":
        preview.value = step.preview;
        whole.value = step.type === "whole";
        refusal.value = null;
        history.replaceState(null, "", addressOf(step.preview));
        break;
      case "progress":
        reading.value = step;
        break;
      case "refused":
        refusal.value = step.message;
        break;
    }
  }

  const shown = preview.value;
  const { facts, options, digest } = shown;
  const query = optionsAddress(options);
  const files = fileDecisions(facts, options);
  const texts = fileTexts(facts, options);
  const edges = edgeTexts(facts, options);
  const quote = quoteDecision(facts, options);
  const busy = reading.value !== null;
  const doubts = facts.decisions.filter(({ doubtful }) => doubtful);
  return (
    <div class={busy ? "upload-preview busy" : "upload-preview"} aria-busy={busy}>
      <p class="lead">
        {sizeText(shown.bytes)} of {facts.format.toUpperCase()}:{" "}
        {whole.value ? "" : "of the beginning, "}
        {countText(facts.rows, "row")} of {countText(facts.columns, "column")},{" "}
        {facts.rejected === 0
          ? "nothing rejected"
          : `${countText(facts.rejected, "value")} rejected`}
        {facts.duplicates > 0 && `, ${countText(facts.duplicates, "exact repeat")}`}.
      </p>
      <div class="reading">
        {reading.value !== null && (
          <>
            <progress
              aria-label="Progress of reading"
              max={1}
              value={reading.value.share ?? undefined}
            />
            <span>
              {reading.value.rows === 0
                ? "Reading"
                : `Reading all rows: ${countText(reading.value.rows, "row")} so far`}
            </span>
          </>
        )}
      </div>
      <form method="post" action={`/upload/${digest}?${query}`} class="make">
        <button type="submit" class="primary">Make a notebook of it</button>
        <span class="muted">With cleaning, checks, figures, what is odd and what comes next.</span>
      </form>
      <div role="status" class="said">
        {refusal.value !== null && <p class="notice error">{refusal.value}</p>}
        <span class="unseen">
          {busy ? "Reading" : `Read: ${countText(facts.rejected, "rejected value")}`}
        </span>
      </div>
      {doubts.length > 0 && (
        <section aria-labelledby="doubts" class="doubts">
          <h2 id="doubts">Please look</h2>
          <ul>
            {doubts.map((doubt, at) => <li key={at}>{decisionText(doubt)}</li>)}
          </ul>
        </section>
      )}
      <form
        method="get"
        action={`/upload/${digest}`}
        onChange={({ currentTarget }) => read(queryOf(currentTarget))}
        onSubmit={(event) => {
          event.preventDefault();
          read(queryOf(event.currentTarget));
        }}
      >
        <section aria-labelledby="how">
          <h2 id="how">How it is read</h2>
          <div class="choosers">
            {files.map(({ field, title, given, choices, decision }) => (
              <Chooser
                key={field}
                name={field}
                label={title}
                value={given}
                choices={choices}
                evidence={decision?.evidence}
                doubtful={decision?.doubtful}
              />
            ))}
            <TextFields texts={texts} />
          </div>
          <datalist id="zones">
            {ZONES.map((zone) => <option key={zone} value={zone} />)}
          </datalist>
          {quote !== null && (
            <details open={quote.given !== "" || edges.some(({ given }) => given !== "")}>
              <summary>Quotes, lines above and below</summary>
              <div class="choosers">
                <Chooser
                  name={quote.field}
                  label={quote.title}
                  value={quote.given}
                  choices={quote.choices}
                />
                <TextFields texts={edges} />
              </div>
            </details>
          )}
          <div class="row">
            {!live.value && <button type="submit">Read again</button>}
            {query.size > 0 && <a href={`/upload/${digest}`}>Read as found, without my choices</a>}
          </div>
        </section>
        <section aria-labelledby="rows">
          <h2 id="rows">First rows</h2>
          <SampleTable preview={shown} whole={whole.value} />
        </section>
      </form>
      <section aria-labelledby="rejected">
        <h2 id="rejected">Rejected</h2>
        <RejectedList preview={shown} address={`/data/${digest}/rejected?${query}`} />
      </section>
      <section aria-labelledby="details">
        <h2 id="details">Details</h2>
        {shown.firstLines.length > 0 && (
          <details>
            <summary>The first lines of the file</summary>
            <pre class="scroll" tabIndex={0}>{numbered(shown.firstLines)}</pre>
          </details>
        )}
        <details>
          <summary>All {countText(facts.decisions.length, "decision")}</summary>
          <ul>
            {facts.decisions.map((one, at) => <li key={at}>{decisionText(one)}</li>)}
          </ul>
        </details>
        {facts.warnings.length > 0 && (
          <details open>
            <summary>{countText(facts.warnings.length, "warning")}</summary>
            <ul>
              {facts.warnings.map((warning, at) => <li key={at}>{warning}</li>)}
            </ul>
          </details>
        )}
      </section>
    </div>
  );
}

/** The fields that were filled in. */
function queryOf(form: HTMLFormElement): URLSearchParams {
  const fields = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
  return optionsAddress(readOptionsAddress(new URLSearchParams(fields)));
}

function addressOf({ digest, options }: FilePreview): string {
  const query = optionsAddress(options);
  return query.size === 0 ? `/upload/${digest}` : `/upload/${digest}?${query}`;
}

function numbered(lines: readonly string[]): string {
  const width = String(lines.length).length;
  return lines.map((line, at) => `${String(at + 1).padStart(width)}  ${line}`).join("\n");
}
