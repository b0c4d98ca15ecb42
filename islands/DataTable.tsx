import { below, tableAddress, type TableState } from "@/lib/workspace/tables/address.ts";
import { Conditions } from "./table/Conditions.tsx";
import { Grid } from "./table/Grid.tsx";
import { Pager } from "./table/Pager.tsx";
import { Statistics } from "./table/Statistics.tsx";
import { sorted, type TableAsked, useTable } from "./table/use_table.ts";

/** Props reach the browser as plain data. */
export interface DataTableProps extends TableAsked {
  /** Names the table. */
  readonly name: string;
}

/** A table of any size: sorted, filtered and paged by the server. Links do the same without scripts. */
export default function DataTable(props: DataTableProps) {
  const { name, path, pageRows } = props;
  const { page, state, statistics, cursor, table, show, closeStatistics, ...held } = useTable(
    props,
  );
  const { columns } = page.schema;
  const about = columns.find((column) => column.name === statistics?.column);
  const only = (value: string): TableState => ({
    ...state,
    where: [...state.where, { column: about?.name ?? "", type: "equals", value }],
    offset: 0,
  });
  return (
    <div class="data-table" data-live={cursor !== null}>
      <div class="table-tools">
        <Conditions
          path={path}
          columns={columns}
          state={state}
          onChange={(where) => show({ ...state, where, offset: 0 })}
        />
        <p class="exports">
          {(["csv", "xlsx", "json"] as const).map((format) => (
            <a href={exportAddress(props, state, format)} download>{format.toUpperCase()}</a>
          ))}
        </p>
      </div>
      {held.problem !== null && <p class="notice error" role="alert">{held.problem}</p>}
      {about !== undefined && statistics !== null && (
        <Statistics
          column={about}
          statistics={statistics}
          closeAddress={tableAddress(path, state)}
          filterAddress={(value) => tableAddress(path, only(value))}
          onFilter={(value) => show(only(value))}
          onClose={closeStatistics}
        />
      )}
      <div
        class="scroll"
        tabIndex={cursor === null ? 0 : undefined}
        role={cursor === null ? "region" : undefined}
        aria-label={cursor === null ? name : undefined}
        onKeyDown={held.press}
        onCopy={held.copy}
      >
        <Grid
          name={name}
          page={page}
          sort={state.sort}
          cursor={cursor}
          busy={held.busy}
          table={table}
          sortAddress={(column) => tableAddress(path, sorted(state, column))}
          statisticsAddress={(column) => withStatistics(path, state, column)}
          onSort={(column) => held.sortBy(column)}
          onStatistics={held.tell}
          onPlace={held.place}
        />
      </div>
      <Pager
        offset={page.offset}
        shown={page.rows.length}
        total={page.total}
        pageRows={pageRows}
        addressOf={(offset) => tableAddress(path, { ...state, offset })}
        onOffset={(offset) => show({ ...state, offset })}
      />
    </div>
  );
}

function exportAddress({ api, name }: DataTableProps, state: TableState, format: string): string {
  const query = new URLSearchParams({ format, name });
  const address = tableAddress(below(api, "export"), { ...state, offset: 0 });
  return `${address}${address.includes("?") ? "&" : "?"}${query}`;
}

function withStatistics(path: string, state: TableState, column: string): string {
  const address = tableAddress(path, state);
  const query = new URLSearchParams({ statistics: column });
  return `${address}${address.includes("?") ? "&" : "?"}${query}`;
}
