/** What to do here, for whoever has run nothing yet. */
export function FirstVisit({ hasNotebooks }: { readonly hasNotebooks: boolean }) {
  return (
    <section class="first-visit" aria-labelledby="first-visit">
      <h2 id="first-visit">From a file to a report</h2>
      <ol>
        <li>
          <strong>Drop a file.</strong>{" "}
          A CSV, workbook, JSON or Parquet file; you see what was read and decided.
        </li>
        <li>
          <strong>Get a first notebook.</strong>{" "}
          It loads, cleans, measures, flags what is odd and forecasts what comes next.
        </li>
        <li>
          <strong>Make it yours.</strong>{" "}
          Every part is a cell that you change, run again, and share as a link.
        </li>
      </ol>
      {hasNotebooks && (
        <p>
          Or open one of the examples below: opening runs nothing, and <em>Run all</em>{" "}
          shows what it does.
        </p>
      )}
    </section>
  );
}
