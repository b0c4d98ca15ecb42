import type { Figure } from "@/lib/chart/block.ts";
import { dataTable } from "@/lib/chart/data_table.ts";
import { DataTable } from "./DataTable.tsx";
import type { Drawing } from "@/lib/chart/drawing.ts";

interface FigureViewProps {
  readonly figure: Figure;
  /** `null` leaves the figures alone. */
  readonly drawing: Drawing | null;
}

/** A chart under its answer in words, with its figures as a table to open. */
export function FigureView({ figure, drawing }: FigureViewProps) {
  return (
    <figure>
      <figcaption class={figure.answer === null ? "title" : "answer"}>
        {figure.answer ?? figure.title}
      </figcaption>
      {drawing !== null && (
        <>
          {/* The serializer of charts escapes every text; only one of the two is displayed. */}
          <div class="wide" dangerouslySetInnerHTML={{ __html: drawing.wide }} />
          <div class="narrow" dangerouslySetInnerHTML={{ __html: drawing.narrow }} />
        </>
      )}
      <details>
        <summary>
          Figures as a table<span class="unseen">: {figure.title}</span>
        </summary>
        <DataTable table={{ ...dataTable(figure), title: null }} label={figure.title} />
      </details>
    </figure>
  );
}
