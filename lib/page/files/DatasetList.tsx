import { formatNumber } from "@/lib/chart/format.ts";
import { Action } from "@/lib/page/shell/Action.tsx";
import { Moment } from "@/lib/page/shell/Moment.tsx";
import { plural } from "@/lib/read/plural.ts";
import { sizeText } from "@/islands/files/sizes.ts";
import type { Dataset } from "@/lib/workspace/files/contract.ts";

const SHOWN_COLUMNS = 8;

/** Files by name, each with its versions, the newest first. */
export function DatasetList({ datasets }: { readonly datasets: readonly Dataset[] }) {
  const byName = Map.groupBy(datasets, ({ name }) => name);
  const groups = [...byName].map(([name, versions]) =>
    ({ name, versions: versions.toSorted((a, b) => b.version - a.version) }) as const
  ).toSorted((a, b) => b.versions[0].uploadedAt.localeCompare(a.versions[0].uploadedAt));
  return (
    <ul class="datasets">
      {groups.map(({ name, versions }) => (
        <li key={name}>
          <h2>
            <a href={`/upload/${versions[0].digest}`}>{name}</a>
          </h2>
          <p class="columns">
            {versions[0].columns.slice(0, SHOWN_COLUMNS).map((column) => (
              <span key={column.name} title={column.type}>{column.name}</span>
            ))}
            {versions[0].columns.length > SHOWN_COLUMNS &&
              ` and ${versions[0].columns.length - SHOWN_COLUMNS} more`}
          </p>
          <ol>
            {versions.map((version) => (
              <DatasetVersion
                key={version.digest}
                version={version}
                alone={versions.length === 1}
              />
            ))}
          </ol>
        </li>
      ))}
    </ul>
  );
}

function DatasetVersion({ version: dataset, alone }: {
  readonly version: Dataset;
  readonly alone: boolean;
}) {
  const { digest, name, version, rows, columns, bytes, rejected, usedIn, uploadedAt } = dataset;
  const what = alone ? name : `version ${version} of ${name}`;
  return (
    <li class="version">
      <div class="facts">
        {!alone && <a href={`/upload/${digest}`}>Version {version}</a>}
        <span>{plural(rows, "row")} × {formatNumber(columns.length)}</span>
        <span>{dataset.format.toUpperCase()}, {sizeText(bytes)}</span>
        <Moment at={uploadedAt} />
        {rejected > 0 && (
          <a href={`/data/${digest}/rejected`}>
            {formatNumber(rejected)} rejected<span class="unseen">of {what}, as CSV</span>
          </a>
        )}
      </div>
      <p class="uses">
        {usedIn.length === 0 ? "Not used" : "Used in "}
        {usedIn.map(({ notebook, title, cell }, at) => (
          <>
            {at > 0 && ", "}
            <a href={`/notebooks/${notebook}#${cell}`}>{title}</a>
          </>
        ))}
      </p>
      <details class="removal">
        <summary>
          Delete<span class="unseen">{what}</span>
        </summary>
        <p>
          You can undo this for a day. Then the file is removed for good{afterwards(usedIn.length)}.
        </p>
        <Action action="/data" fields={{ do: "remove", digest, name }} class="danger">
          Delete {what}
        </Action>
      </details>
    </li>
  );
}

/** What happens to those that use a file that is no more. */
function afterwards(uses: number): string {
  if (uses === 0) return "";
  return uses === 1 ? ", and the cell that loads it fails" : ", and the cells that load it fail";
}
