import type { FilePreview } from "@/lib/workspace/files/contract.ts";
import { countText, sizeText } from "./sizes.ts";
import type { Reading } from "./use_preview.ts";

interface PreviewLeadProps {
  readonly preview: FilePreview;
  readonly whole: boolean;
  readonly reading: Reading | null;
}

/** What is in the file, in a sentence, and how far it is read. */
export function PreviewLead({ preview: { bytes, facts }, whole, reading }: PreviewLeadProps) {
  return (
    <>
      <p class="lead">
        {sizeText(bytes)} of {facts.format.toUpperCase()}: {whole ? "" : "of the beginning, "}
        {countText(facts.rows, "row")} of {countText(facts.columns, "column")},{" "}
        {facts.rejected === 0
          ? "nothing rejected"
          : `${countText(facts.rejected, "value")} rejected`}
        {facts.duplicates > 0 && `, ${countText(facts.duplicates, "exact repeat")}`}.
      </p>
      <div class="reading">
        {reading !== null && (
          <>
            <progress
              aria-label="Progress of reading"
              max={1}
              value={reading.share ?? undefined}
            />
            <span>
              {reading.rows === 0
                ? "Reading"
                : `Reading all rows: ${countText(reading.rows, "row")} so far`}
            </span>
          </>
        )}
      </div>
    </>
  );
}
