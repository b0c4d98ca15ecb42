import { formatNumber } from "@/lib/chart/format.ts";
import { sizeText } from "@/islands/files/sizes.ts";
import { Moment } from "@/lib/page/shell/Moment.tsx";
import type { EventBatchState } from "@/lib/db/event_tables.ts";
import type { BatchCard } from "@/lib/workspace/sources/contract.ts";

const STATES: Readonly<Record<EventBatchState, string>> = {
  received: "Received",
  storing: "Being stored",
  stored: "Stored",
  refused: "Refused",
  failed: "Failed",
};

interface BatchTableProps {
  readonly batches: readonly BatchCard[];
  readonly label: string;
}

/** What came last, each request with what became of it. */
export function BatchTable({ batches, label }: BatchTableProps) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={label}>
      <table>
        <thead>
          <tr>
            <th scope="col">Sent</th>
            <th scope="col">State</th>
            <th scope="col" data-align="right">Inserted</th>
            <th scope="col" data-align="right">Duplicates</th>
            <th scope="col" data-align="right">Conflicts</th>
            <th scope="col" data-align="right">Rejected</th>
            <th scope="col" data-align="right">Size</th>
          </tr>
        </thead>
        <tbody>
          {batches.map((batch) => (
            <tr key={batch.id}>
              <td>
                <Moment at={batch.receivedAt} />
              </td>
              <td>
                {STATES[batch.state]}
                {batch.refusal !== null && <p class="refusal">{batch.refusal}</p>}
              </td>
              <Count value={batch.inserted} />
              <Count value={batch.duplicates} />
              <Count value={batch.conflicts} />
              <td data-align="right">
                {batch.rejected === 0
                  ? <span class="nothing">0</span>
                  : (
                    <a href={`/sources/rejected/${encodeURIComponent(batch.id)}`}>
                      {formatNumber(batch.rejected)}
                      <span class="unseen">rejected, as CSV</span>
                    </a>
                  )}
              </td>
              <td data-align="right">{sizeText(batch.bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Count({ value }: { readonly value: number }) {
  return (
    <td data-align="right">
      {value === 0 ? <span class="nothing">0</span> : formatNumber(value)}
    </td>
  );
}
