import { BlockList } from "@/lib/page/BlockList.tsx";
import { drawingsOf } from "@/lib/page/notebook/CellSection.tsx";
import { Prose } from "@/lib/page/Prose.tsx";
import { Moment } from "@/lib/page/shell/Moment.tsx";
import { Notice } from "@/lib/page/shell/Notice.tsx";
import type { ReaderLink } from "@/lib/workspace/links/contract.ts";
import type { BlockView, CellView, NotebookView } from "@/lib/workspace/notebooks/contract.ts";
import { parameterTitle } from "./parameter_title.ts";
import { ReaderControls } from "./ReaderControls.tsx";

interface ReaderPageProps {
  readonly view: NotebookView;
  readonly link: ReaderLink;
  /** Whether some of it is still being computed. */
  readonly computing: boolean;
  /** The page without its query, and with it. */
  readonly address: string;
  readonly fullAddress: string;
}

/** A notebook as whoever has a link to it reads it: a report, with what may be set on top. */
export function ReaderPage({ view, link, computing, address, fullAddress }: ReaderPageProps) {
  const settable = view.parameters.filter(({ name }) => link.settable.includes(name));
  const fixed = view.parameters.filter(({ name }) => !link.settable.includes(name));
  return (
    <main class="page reader" id="content">
      <header class="masthead">
        <h1>{view.title}</h1>
        {view.description !== null && <p class="lead">{view.description}</p>}
        <FiguresOf view={view} link={link} />
        {fixed.length > 0 && (
          <dl class="reader-terms">
            {fixed.map((parameter) => (
              <div key={parameter.name}>
                <dt>{parameterTitle(parameter)}</dt>
                <dd>{parameter.value === "all" ? "All" : parameter.value}</dd>
              </div>
            ))}
          </dl>
        )}
        <ReaderControls parameters={settable} address={address} />
      </header>
      {computing && (
        <Notice>
          Some figures are still being computed. <a href={fullAddress}>Look again</a>
        </Notice>
      )}
      <div class="blocks">
        {view.blocks.map((block) => <Part key={keyOf(block)} block={block} />)}
      </div>
    </main>
  );
}

/** From when the figures are: kept then, or the newest that is shown. */
function FiguresOf({ view, link }: Pick<ReaderPageProps, "view" | "link">) {
  if (link.frozenAt !== null) {
    return (
      <p class="note">
        Figures as they were on <Moment at={link.frozenAt} />
      </p>
    );
  }
  const newest = view.blocks
    .flatMap((block) => block.type === "cell" ? [block.cell.output?.computedAt ?? ""] : [])
    .reduce((latest, at) => at > latest ? at : latest, "");
  if (newest === "") return null;
  return (
    <p class="note">
      Figures of <Moment at={newest} />
    </p>
  );
}

function Part({ block }: { readonly block: BlockView }) {
  return block.type === "prose" ? <Prose markdown={block.markdown} /> : <Cell cell={block.cell} />;
}

/** A load cell has nothing to show to a reader. */
function Cell({ cell }: { readonly cell: CellView }) {
  const { name, kind, output, status } = cell;
  if (kind === "load") return null;
  return (
    <section class={`cell ${status.state}`} id={`cell-${name}`} aria-label={labelOf(cell)}>
      {output === null
        ? <p class="empty">{missingWords(cell)}</p>
        : <BlockList blocks={output.blocks} drawings={drawingsOf(output)} />}
    </section>
  );
}

function labelOf({ title, name }: CellView): string {
  return `${title}: ${name.replaceAll("_", " ")}`;
}

function missingWords({ status }: CellView): string {
  switch (status.state) {
    case "running":
    case "queued":
      return "This part is being computed.";
    case "failed":
    case "waiting":
      return "This part could not be computed.";
    case "stale":
    case "fresh":
    case "disabled":
      return "This part has not been computed.";
  }
}

function keyOf(block: BlockView): string {
  return block.type === "cell" ? block.cell.name : `prose ${block.index}`;
}
