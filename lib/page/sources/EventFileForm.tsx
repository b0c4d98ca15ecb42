interface EventFileFormProps {
  /** Names to choose from; any other may be typed. */
  readonly sources: readonly string[];
  readonly open: boolean;
  /** What was typed before, by the names of fields. */
  readonly typed: ReadonlyMap<string, string>;
  /** What is wrong with the source; `null` where nothing is. */
  readonly fault: string | null;
}

/** Sends a file of events by hand, as a program would. */
export function EventFileForm({ sources, open, typed, fault }: EventFileFormProps) {
  return (
    <details class="event-file" open={open}>
      <summary>Send a file of events</summary>
      <form method="post" action="/sources" enctype="multipart/form-data">
        <p class="note">
          CSV, JSON or NDJSON, gzipped or not. Columns: a time and a value; if there are, a metric,
          a source and an event_id. All others are dimensions.
        </p>
        <div class="row fields">
          <div class="field">
            <label for="source_name">Source</label>
            <input
              id="source_name"
              name="source_name"
              list="source-names"
              maxLength={200}
              autocomplete="off"
              placeholder="As each row says"
              value={typed.get("source_name")}
              aria-invalid={fault === null ? undefined : "true"}
              aria-describedby={fault === null ? undefined : "source-fault"}
            />
            {fault !== null && <p class="fault" id="source-fault">{fault}</p>}
            <datalist id="source-names">
              {sources.map((name) => <option key={name} value={name} />)}
            </datalist>
          </div>
          <div class="field">
            <label for="mode">Bad rows</label>
            <select id="mode" name="mode">
              <option value="strict">Refuse the whole file</option>
              <option value="tolerant" selected={typed.get("mode") === "tolerant"}>
                Keep them apart
              </option>
            </select>
          </div>
          <div class="field">
            <label for="zone">Time zone, where it is new</label>
            <input
              id="zone"
              name="zone"
              autocomplete="off"
              placeholder="UTC"
              value={typed.get("zone")}
            />
          </div>
        </div>
        <div class="field">
          <label for="file">File</label>
          <input id="file" type="file" name="file" required />
        </div>
        <div class="row">
          <button type="submit">Send</button>
        </div>
      </form>
    </details>
  );
}
