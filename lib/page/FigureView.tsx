import LiveChart from "@/islands/LiveChart.tsx";
import type { Figure, TableBlock } from "@/lib/chart/block.ts";
import { dataTable, isForecast, rowWords } from "@/lib/chart/data_table.ts";
import type { Drawing } from "@/lib/chart/drawing.ts";
import { formatNumber } from "@/lib/chart/format.ts";
import { colourIn } from "@/lib/chart/hover.ts";
import type { ColourAssignment } from "@/lib/chart/theme.ts";
import { namesIn } from "@/lib/chart/zoom.ts";
import { DataTable, type RowsPlace } from "./DataTable.tsx";
import { FlagPanel } from "./FlagPanel.tsx";

/** How charts come to life where there are scripts. */
export interface LiveOptions {
  /** Whether a range that is chosen on a chart can be taken as the page's period. */
  readonly setsRange: boolean;
  /** Returns where a chart can be had as a file; `null` where it cannot. */
  addressOf(figure: Figure, extension: ChartExtension): string | null;
  /** Returns where all rows of a table are; `null` where it is no result's own. */
  rowsOf(table: TableBlock): RowsPlace | null;
  /** The form by which buttons change the cell; left out where nobody may. */
  readonly edits?: string;
}

/** What a chart is had as: a picture, or what it shows. */
export type ChartExtension = "svg" | "png" | "csv" | "json";

const DOWNLOADS = ["csv", "svg", "png"] as const;

interface FigureViewProps {
  readonly figure: Figure;
  /** `null` leaves the figures alone. */
  readonly drawing: Drawing | null;
  /** Left out where there are no scripts, as in files. */
  readonly live?: LiveOptions & { readonly colours: ColourAssignment };
}

/** Rows of a table that stand in a page; the others are behind a link. */
const ROWS_IN_PAGE = 24;

/** A figure of more letters than this is fetched when it is in view. */
const LETTERS_IN_PAGE = 1500;

/** A chart under its answer in words, with its figures as a table to open. */
export function FigureView({ figure, drawing, live }: FigureViewProps) {
  const isElsewhere = (live?.addressOf(figure, "csv") ?? null) !== null;
  const most = isElsewhere ? ROWS_IN_PAGE : undefined;
  const isExplained = figure.type === "line" &&
    figure.flags.length + (figure.dismissed?.length ?? 0) > 0;
  return (
    <figure class={isExplained ? "explained" : undefined}>
      <figcaption class={figure.answer === null ? "title" : "answer"}>
        {figure.answer ?? figure.title}
      </figcaption>
      {drawing !== null && (live === undefined
        ? <Drawn drawing={drawing} />
        : <Lively figure={figure} drawing={drawing} live={live} />)}
      <details>
        <summary>
          Figures as a table<span class="unseen">: {figure.title}</span>
        </summary>
        <DataTable
          table={{ ...dataTable(figure, { most, ahead: isElsewhere }), title: null }}
          label={figure.title}
          words={isElsewhere && isForecast(figure) ? "periods ahead" : rowWords(figure)}
        />
        {live !== undefined && <Files figure={figure} live={live} />}
      </details>
      {isExplained && <FlagPanel figure={figure} edits={live?.edits} />}
    </figure>
  );
}

interface LivelyProps extends Required<FigureViewProps> {
  readonly drawing: Drawing;
}

/** What is short goes with the page; the rest is fetched when somebody looks at it. */
function Lively({ figure, drawing, live }: LivelyProps) {
  const address = live.addressOf(figure, "json");
  const isShort = address === null || JSON.stringify(figure).length <= LETTERS_IN_PAGE;
  return (
    <LiveChart
      title={figure.title}
      names={namesIn(figure).map((name) => [name, colourIn(figure, name, live.colours)])}
      figure={isShort ? figure : null}
      address={isShort ? null : address}
      colours={[...live.colours]}
      setsRange={live.setsRange}
    >
      <Drawn drawing={drawing} />
    </LiveChart>
  );
}

/** All figures, and the chart, to keep. */
function Files({ figure, live }: Pick<LivelyProps, "figure" | "live">) {
  const files = DOWNLOADS.flatMap((extension) => {
    const address = live.addressOf(figure, extension);
    return address === null ? [] : [{ extension, address }];
  });
  if (files.length === 0) return null;
  const { total } = dataTable(figure, { most: 0 });
  return (
    <p class="exports">
      {files.map(({ extension, address }) => (
        <a key={extension} href={address} download>
          {extension === "csv"
            ? `All ${formatNumber(total)} ${rowWords(figure)} as CSV`
            : extension.toUpperCase()}
          <span class="unseen">: {figure.title}</span>
        </a>
      ))}
    </p>
  );
}

/** The serializer of charts escapes every text; only one of the two is displayed. */
function Drawn({ drawing }: { readonly drawing: Drawing }) {
  return (
    <>
      <div class="wide" dangerouslySetInnerHTML={{ __html: drawing.wide }} />
      <div class="narrow" dangerouslySetInnerHTML={{ __html: drawing.narrow }} />
    </>
  );
}
