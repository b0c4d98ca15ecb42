import { page } from "@daybook/web";
import { asset, Head } from "@daybook/web/runtime";
import DataTable from "@/islands/DataTable.tsx";
import { Bar } from "@/lib/page/shell/Bar.tsx";
import { readTableState } from "@/lib/workspace/tables/address.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import { PAGE_ROWS } from "@/routes/(_shared)/result_files.ts";

export const config: PageConfig = { access: "notebooks:read" };

/** All rows of a result, as its cell's table opens them; works without scripts. */
export const handler = define.handlers({
  async GET({ params: { key }, url, state: { workspace } }) {
    const state = readTableState(url.searchParams);
    const column = url.searchParams.get("statistics");
    const [rows, statistics] = await Promise.all([
      workspace.tables.page({ key, limit: PAGE_ROWS, ...state }),
      column === null ? null : workspace.tables.statistics({ key, column }),
    ]);
    const name = url.searchParams.get("name") ?? `Result ${key.slice(0, 8)}`;
    return page({ key, name, rows, state, statistics });
  },
});

export default define.page<typeof handler>(({ data }) => (
  <>
    <Head>
      <title>{`${data.name} · Daybook`}</title>
      <link rel="stylesheet" href={asset("/tables.css")} />
    </Head>
    <Bar section={null} where={data.name} />
    <main class="page" id="content">
      <h1>{data.name}</h1>
      <DataTable
        name={data.name}
        path={`/results/${data.key}?${new URLSearchParams({ name: data.name })}`}
        api={`/api/results/${data.key}`}
        page={data.rows}
        state={data.state}
        statistics={data.statistics}
        pageRows={PAGE_ROWS}
        ownsAddress
      />
    </main>
  </>
));
