import type { Sending } from "./send_file.ts";
import { countText, sizeText } from "./sizes.ts";

interface SendingRowProps {
  readonly name: string;
  readonly bytes: number;
  readonly sending: Sending;
  /** Stops it, or takes it off the list. */
  readonly onCancel: () => void;
}

/** A file on its way: how much of it has arrived, then how many rows were read. */
export function SendingRow({ name, bytes, sending, onCancel }: SendingRowProps) {
  const share = shareOf(sending, bytes);
  const isOver = sending.type === "refused" || sending.type === "cancelled" ||
    sending.type === "ready";
  return (
    <li class={`sending ${sending.type}`}>
      <span class="name">{name}</span>
      <span class="state" role={sending.type === "refused" ? "alert" : undefined}>
        {wordsOf(sending, bytes)}
      </span>
      {sending.type === "ready" && <a href={`/upload/${sending.digest}`}>Look at it</a>}
      <button type="button" class="quiet" onClick={onCancel}>
        {isOver ? "Dismiss" : "Cancel"}
        <span class="unseen">{name}</span>
      </button>
      {!isOver && (
        <progress
          aria-label={`Progress of ${name}`}
          value={share ?? undefined}
          max={1}
        />
      )}
    </li>
  );
}

/** Sending is the first half; reading the second. */
function shareOf(sending: Sending, bytes: number): number | null {
  switch (sending.type) {
    case "sending":
      return sending.lost ? null : sending.received / bytes / 2;
    case "reading":
      return 0.5 + (sending.share ?? 0) / 2;
    case "waiting":
      return 0;
    case "ready":
    case "refused":
    case "cancelled":
      return null;
  }
}

function wordsOf(sending: Sending, bytes: number): string {
  switch (sending.type) {
    case "waiting":
      return sizeText(bytes);
    case "sending":
      return sending.lost
        ? "Connection lost, trying again"
        : `${sizeText(sending.received)} of ${sizeText(bytes)}`;
    case "reading":
      return sending.rows > 0 ? `${countText(sending.rows, "row")} read` : "Reading";
    case "ready":
      return "Ready";
    case "refused":
      return sending.remedy === null ? sending.message : `${sending.message}. ${sending.remedy}`;
    case "cancelled":
      return "Cancelled, and removed";
  }
}
