import { page } from "@daybook/web";
import { asset, Head } from "@daybook/web/runtime";
import DataTable from "@/islands/DataTable.tsx";
import { readTableState } from "@/lib/workspace/tables/address.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import { contentPolicy } from "@/routes/(_shared)/policy.ts";
import { findRows } from "@/routes/(_shared)/reader_results.ts";
import { PAGE_ROWS } from "@/routes/(_shared)/result_files.ts";

export const config: PageConfig = { access: "link_readers" };

/** All rows of a table that the link shows; works without scripts. */
export const handler = define.handlers({
  async GET(ctx) {
    const { url, params, state: { workspace: { tables } } } = ctx;
    const { opened, cell, output: { key } } = await findRows(ctx);
    const state = readTableState(url.searchParams);
    const column = url.searchParams.get("statistics");
    const [rows, statistics] = await Promise.all([
      tables.page({ key, limit: PAGE_ROWS, ...state }),
      column === null ? null : tables.statistics({ key, column }),
    ]);
    const given = url.searchParams.get("given") ?? "";
    const data = {
      name: cell.name,
      title: opened.view.title,
      rows,
      state,
      statistics,
      address: `${url.pathname}${given === "" ? "" : `?${new URLSearchParams({ given })}`}`,
      back: `/s/${params.token}${given === "" ? "" : `?${given}`}#cell-${cell.name}`,
    };
    const headers = { "Content-Security-Policy": contentPolicy(opened.link.embedHosts) };
    return page(data, { headers });
  },
});

export default define.page<typeof handler>(({ data }) => (
  <>
    <Head>
      <title>{`${data.name} · ${data.title}`}</title>
      <meta name="robots" content="noindex, nofollow" />
      <link rel="stylesheet" href={asset("/tables.css")} />
      <link rel="stylesheet" href={asset("/share.css")} />
    </Head>
    <main class="page" id="content">
      <p>
        <a href={data.back}>Back to {data.title}</a>
      </p>
      <h1>Rows of {data.name}</h1>
      <DataTable
        name={`Rows of ${data.name}`}
        path={data.address}
        api={data.address}
        page={data.rows}
        state={data.state}
        statistics={data.statistics}
        pageRows={PAGE_ROWS}
        ownsAddress
      />
    </main>
  </>
));
