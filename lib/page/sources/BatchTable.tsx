import { formatNumber } from "@/lib/chart/format.ts";
import { sizeText } from "@/islands/files/sizes.ts";
import { Moment } from "@/lib/page/shell/Moment.tsx";
import type { EventBatchState } from "@/lib/db/event_tables.ts";
import type { BatchCard } from "@/lib/workspace/sources/contract.ts";
import { batchAnchor, Mending, type MendingTold, rejectedAddress } from "./Mending.tsx";

const STATES: Readonly<Record<EventBatchState, string>> = {
  received: "Received",
  storing: "Being stored",
  stored: "Stored",
  refused: "Refused",
  failed: "Failed",
};

/** What can be done with rejected rows, and what was just done. */
export interface MendingState {
  /** Whether who looks may have rejected rows, and correct them. */
  readonly mayMend: boolean;
  readonly mended: MendingTold | null;
}

const COLUMNS = 7;

interface BatchTableProps extends MendingState {
  readonly batches: readonly BatchCard[];
  readonly label: string;
}

/** What came last, each request with what became of it. */
export function BatchTable({ batches, label, mayMend, mended }: BatchTableProps) {
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
          {batches.flatMap((batch) => [
            <tr key={batch.id} id={batchAnchor(batch.id)}>
              <td>
                <Moment at={batch.receivedAt} />
              </td>
              <td>
                {STATES[batch.state]}
                {batch.corrects !== null && <span class="nothing">, mended rows</span>}
                {batch.refusal !== null && <p class="refusal">{batch.refusal}</p>}
              </td>
              <Count value={batch.inserted} />
              <Count value={batch.duplicates} />
              <Count value={batch.conflicts} />
              {mayMend && batch.rejectedRows > 0
                ? (
                  <td data-align="right">
                    <a href={rejectedAddress(batch.id)}>
                      {formatNumber(batch.rejectedRows)}
                      <span class="unseen">rejected rows, as a file</span>
                    </a>
                  </td>
                )
                : <Count value={batch.rejectedRows} />}
              <td data-align="right">{sizeText(batch.bytes)}</td>
            </tr>,
            ...(mayMend && batch.rejectedRows > 0
              ? [
                <tr key={`${batch.id} mending`} class="mending-row">
                  <td colSpan={COLUMNS}>
                    <Mending batch={batch} told={mended?.corrects === batch.id ? mended : null} />
                  </td>
                </tr>,
              ]
              : []),
          ])}
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
