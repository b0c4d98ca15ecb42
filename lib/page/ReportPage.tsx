import { formatPeriod } from "@/lib/chart/format.ts";
import { BlockList } from "./BlockList.tsx";
import { Caption } from "./Caption.tsx";
import { ProblemList } from "./ProblemList.tsx";
import { Prose } from "./Prose.tsx";
import type { Drawings, NamedText, Report, ReportPart } from "./report_shape.ts";
import { REPORT_STYLE } from "./report_style.ts";

/** Nothing but the file itself: styles and pictures inside it, no script, no outside host. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; " +
  "base-uri 'none'; form-action 'none'";

interface ReportPageProps {
  readonly report: Report;
  readonly drawings: Drawings;
}

/** The whole document of a report. */
export function ReportPage({ report, drawings }: ReportPageProps) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={POLICY} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>{report.title}</title>
        {/* Our own text, with nothing of the report in it. */}
        <style dangerouslySetInnerHTML={{ __html: REPORT_STYLE }} />
      </head>
      <body>
        <main>
          <Masthead report={report} />
          {report.summary.length > 0 && (
            <section class="summary" aria-label="Summary">
              <BlockList blocks={report.summary} drawings={drawings} />
            </section>
          )}
          {report.problems.length > 0 && (
            <section aria-labelledby="problems">
              <h2 id="problems">Problems</h2>
              <ProblemList problems={report.problems} full />
            </section>
          )}
          {report.parts.map((part, index) => <Part key={index} part={part} drawings={drawings} />)}
          {report.provenance.length > 0 && (
            <footer aria-labelledby="provenance">
              <h2 id="provenance">Where the figures come from</h2>
              <Terms terms={report.provenance} />
            </footer>
          )}
        </main>
      </body>
    </html>
  );
}

function Masthead({ report }: { readonly report: Report }) {
  const { title, description, asOf, madeAt, parameters } = report;
  return (
    <header class="masthead">
      <h1>{title}</h1>
      {description !== null && <p>{description}</p>}
      <p>
        As of <time dateTime={asOf}>{momentText(asOf)}</time>
        {madeAt !== null && (
          <>
            {", made "}
            <time dateTime={madeAt}>{momentText(madeAt)}</time>
          </>
        )}
      </p>
      {parameters.length > 0 && <Terms terms={parameters} />}
    </header>
  );
}

function momentText(moment: string): string {
  return moment.length > 10 ? formatPeriod(moment, "hour") : formatPeriod(moment, "day");
}

function Terms({ terms }: { readonly terms: readonly NamedText[] }) {
  return (
    <dl class="terms">
      {terms.map(({ name, value }) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface PartProps {
  readonly part: ReportPart;
  readonly drawings: Drawings;
}

function Part({ part, drawings }: PartProps) {
  switch (part.type) {
    case "prose":
      return <Prose markdown={part.markdown} />;
    case "cell":
      return (
        <section class={`cell ${part.cell.state}`} id={`cell-${part.cell.name}`}>
          <Caption cell={part.cell} />
          <BlockList blocks={part.cell.blocks} drawings={drawings} />
        </section>
      );
  }
}
