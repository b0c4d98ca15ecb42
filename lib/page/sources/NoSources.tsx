interface NoSourcesProps {
  /** Where this workspace is reached, such as `http://127.0.0.1:8000`. */
  readonly origin: string;
}

/** How the first events are sent. */
export function NoSources({ origin }: NoSourcesProps) {
  return (
    <section class="no-sources" aria-label="How to send events">
      <p>
        No events yet. Programs send them as CSV, JSON or NDJSON: each has a time and a value, if
        wanted a metric, and any other columns are its dimensions.
      </p>
      <pre tabIndex={0}><code>{`curl -X POST '${origin}/api/ingest?source_name=shop' \\
  -H 'X-API-Key: YOUR KEY' -H 'Content-Type: text/csv' \\
  --data-binary @events.csv`}</code></pre>
      <p>
        A key is made on the page of your{" "}
        <a href="/account">account</a>. The same file sent again changes nothing.
      </p>
    </section>
  );
}
