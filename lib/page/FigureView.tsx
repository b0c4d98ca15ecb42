import LiveChart from "@/islands/LiveChart.tsx";
import type { Figure } from "@/lib/chart/block.ts";
import { dataTable } from "@/lib/chart/data_table.ts";
import type { Drawing } from "@/lib/chart/drawing.ts";
import type { ColourAssignment } from "@/lib/chart/theme.ts";
import { DataTable } from "./DataTable.tsx";

/** How charts come to life where there are scripts. */
export interface LiveOptions {
  /** Whether a range that is chosen on a chart can be taken as the page's period. */
  readonly setsRange: boolean;
  /** Returns where a chart can be downloaded, without the extension; `null` where it cannot. */
  fileOf?(figure: Figure): string | null;
}

interface FigureViewProps {
  readonly figure: Figure;
  /** `null` leaves the figures alone. */
  readonly drawing: Drawing | null;
  /** Left out where there are no scripts, as in files. */
  readonly live?: LiveOptions & { readonly colours: ColourAssignment };
}

/** A chart under its answer in words, with its figures as a table to open. */
export function FigureView({ figure, drawing, live }: FigureViewProps) {
  return (
    <figure>
      <figcaption class={figure.answer === null ? "title" : "answer"}>
        {figure.answer ?? figure.title}
      </figcaption>
      {drawing !== null && (live === undefined
        ? <Drawn drawing={drawing} />
        : (
          <LiveChart figure={figure} colours={[...live.colours]} setsRange={live.setsRange}>
            <Drawn drawing={drawing} />
          </LiveChart>
        ))}
      <details>
        <summary>
          Figures as a table<span class="unseen">: {figure.title}</span>
        </summary>
        <DataTable table={{ ...dataTable(figure), title: null }} label={figure.title} />
        <Files address={live?.fileOf?.(figure) ?? null} title={figure.title} />
      </details>
    </figure>
  );
}

interface FilesProps {
  readonly address: string | null;
  readonly title: string;
}

function Files({ address, title }: FilesProps) {
  if (address === null) return null;
  const query = new URLSearchParams({ name: title });
  return (
    <p class="exports">
      {(["svg", "png"] as const).map((extension) => (
        <a key={extension} href={`${address}.${extension}?${query}`} download>
          {extension.toUpperCase()}
          <span class="unseen">: {title}</span>
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
