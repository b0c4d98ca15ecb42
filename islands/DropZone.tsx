import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { formatNumber } from "@/lib/chart/format.ts";
import { forgetUpload, knownUpload, rememberUpload } from "./files/remembered.ts";
import { sendFile, type Sending } from "./files/send_file.ts";
import { SendingRow } from "./files/SendingRow.tsx";

/** A file that was dropped or chosen. */
interface Dropped {
  readonly id: number;
  readonly file: File;
  readonly sending: Sending;
  readonly stop: AbortController;
}

/** Where a form without scripts posts its files. */
const ACTION = "/data";

/**
 * Takes files: dropped on it, or chosen. Each is sent at once; when a single one is ready, its
 * preview opens. Without scripts it is a form that sends the files in one go.
 */
export default function DropZone() {
  const files = useSignal<readonly Dropped[]>([]);
  const over = useSignal(false);
  const live = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    live.value = true;
    // What was chosen before the scripts came.
    if (input.current !== null) takeChosen(input.current);
  }, []);

  function change(id: number, sending: Sending) {
    files.value = files.value.map((one) => one.id === id ? { ...one, sending } : one);
  }

  function take(chosen: Iterable<File>) {
    const added = [...chosen].map((file): Dropped => ({
      id: Math.random(),
      file,
      sending: { type: "waiting" },
      stop: new AbortController(),
    }));
    files.value = [...files.value, ...added];
    const ended = added.map((one) => send(one, change));
    Promise.all(ended).then(([first, ...more]) => {
      const alone = more.length === 0 && files.value.every(({ sending }) => isOver(sending));
      if (alone && first?.type === "ready") location.assign(`/upload/${first.digest}`);
    });
  }

  function takeChosen(chooser: HTMLInputElement) {
    take(chooser.files ?? []);
    chooser.value = "";
  }

  return (
    <div class="dropping">
      <form
        class={over.value ? "drop over" : "drop"}
        method="post"
        action={ACTION}
        enctype="multipart/form-data"
        onDragOver={(event) => {
          event.preventDefault();
          over.value = true;
        }}
        onDragLeave={() => over.value = false}
        onDrop={(event) => {
          event.preventDefault();
          over.value = false;
          take(event.dataTransfer?.files ?? []);
        }}
      >
        <input type="hidden" name="do" value="upload" />
        <input
          ref={input}
          id="files"
          type="file"
          name="file"
          multiple
          required
          onChange={({ currentTarget }) => {
            if (live.value) takeChosen(currentTarget);
          }}
        />
        <label class="choose" for="files">
          <span class="what">Drop files here</span>
          <span class="which">CSV, TSV, Excel, JSON, NDJSON or Parquet, also gzipped</span>
          <span class="button">Choose files</span>
        </label>
        {!live.value && <button type="submit">Upload</button>}
      </form>
      {files.value.length > 0 && (
        <ul class="sendings" aria-live="polite">
          {files.value.map(({ id, file, sending, stop }) => (
            <SendingRow
              key={id}
              name={file.name}
              bytes={file.size}
              sending={sending}
              onCancel={() => {
                stop.abort();
                if (isOver(sending)) files.value = files.value.filter((one) => one.id !== id);
              }}
            />
          ))}
        </ul>
      )}
      {files.value.length > 1 && files.value.every(({ sending }) => isOver(sending)) && (
        <p class="sent">
          <span>
            {formatNumber(files.value.filter(({ sending }) => sending.type === "ready").length)} of
            {" "}
            {formatNumber(files.value.length)} are ready
          </span>
          <a href="/data">See all data</a>
          <button type="button" class="quiet" onClick={() => files.value = []}>
            Dismiss all
          </button>
        </p>
      )}
    </div>
  );
}

/** Sends one file to its end, and removes what arrived where that is no longer wanted. */
async function send(
  { id, file, stop }: Dropped,
  change: (id: number, sending: Sending) => void,
): Promise<Sending> {
  let upload = knownUpload(file);
  const ended = await sendFile(file, {
    signal: stop.signal,
    known: upload,
    onBegun: (begun) => {
      upload = begun;
      rememberUpload(file, begun);
    },
    onChange: (sending) => change(id, sending),
  });
  forgetUpload(file);
  if (ended.type === "cancelled" && upload !== null) {
    fetch(`/api/uploads/${upload}`, { method: "DELETE" }).catch(() => {}); // It goes away in a day.
  }
  change(id, ended);
  return ended;
}

function isOver({ type }: Sending): boolean {
  return type === "ready" || type === "refused" || type === "cancelled";
}
