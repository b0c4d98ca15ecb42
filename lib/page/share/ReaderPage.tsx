import ParameterBar from "@/islands/ParameterBar.tsx";
import StillComputing from "@/islands/StillComputing.tsx";
import { daysOf, parameterTitle, rangeTitle } from "@/islands/parameters/texts.ts";
import { formatPeriod } from "@/lib/chart/format.ts";
import { AppPage } from "@/lib/page/notebook/AppPage.tsx";
import { Moment } from "@/lib/page/shell/Moment.tsx";
import type { ReaderLink } from "@/lib/workspace/links/contract.ts";
import type { NotebookView, ParameterView } from "@/lib/workspace/notebooks/notebook_view.ts";
import { readerPlaces, saveAddress } from "./reader_places.ts";

interface ReaderPageProps {
  readonly view: NotebookView;
  readonly link: ReaderLink;
  /** Whether some of it is still being computed. */
  readonly computing: boolean;
  /** The page without its query, and with it. */
  readonly path: string;
  readonly address: string;
}

/** A notebook as whoever has a link to it reads it: a report, with what may be set on top. */
export function ReaderPage(props: ReaderPageProps) {
  const { view, link, computing, path, address } = props;
  const maySet = ({ name }: ParameterView) => link.settable.includes(name);
  const settable = view.parameters.filter(maySet);
  const fixed = view.parameters.filter((parameter) => !maySet(parameter));
  // Not as the address has it: what may not be set goes nowhere.
  const given = new URLSearchParams(
    settable.filter((one) => one.given).map(({ name, value }) => [name, value]),
  ).toString();
  return (
    <AppPage
      view={view}
      places={readerPlaces(path, given)}
      controls={
        <>
          <Freshness view={view} link={link} />
          {fixed.length > 0 && <FixedParameters parameters={fixed} />}
          {settable.length > 0 && <ParameterBar parameters={settable} path={path} reload />}
          <p class="exports">
            <span>Save:</span>
            {link.formats.map((format) => (
              <a key={format} href={saveAddress({ path, given }, { format, title: view.title })}>
                {format.toUpperCase()}
                <span class="unseen">: save this page</span>
              </a>
            ))}
          </p>
          {computing && (
            <StillComputing
              address={address}
              api={`${path}/computing${given === "" ? "" : `?${given}`}`}
            />
          )}
        </>
      }
    />
  );
}

/** From when the figures are: kept then, or the newest that is shown. */
function Freshness({ view, link }: Pick<ReaderPageProps, "view" | "link">) {
  if (link.frozenAt !== null) {
    return (
      <p class="note">
        Figures as they were on <Moment at={link.frozenAt} exact />
      </p>
    );
  }
  const newest = view.blocks
    .flatMap((block) => block.type === "cell" ? [block.cell.output?.computedAt ?? ""] : [])
    .reduce((latest, at) => at > latest ? at : latest, "");
  if (newest === "") return null;
  return (
    <p class="note">
      Figures of <Moment at={newest} exact />
    </p>
  );
}

/** Two days as people write them; what is no range stays as it is. */
function valueWords({ declaration, value }: ParameterView): string {
  if (value === "all") return declaration.type === "date_range" ? rangeTitle(value) : "All";
  if (declaration.type !== "date_range") return value;
  const days = daysOf(value);
  if (days === null) return rangeTitle(value);
  const [from, to] = days.map((day) => formatPeriod(day, "day"));
  return `${from} to ${to}`;
}

function FixedParameters({ parameters }: { readonly parameters: readonly ParameterView[] }) {
  return (
    <dl class="fixed-parameters">
      {parameters.map((parameter) => (
        <div key={parameter.name}>
          <dt>{parameterTitle(parameter)}</dt>
          <dd>{valueWords(parameter)}</dd>
        </div>
      ))}
    </dl>
  );
}
