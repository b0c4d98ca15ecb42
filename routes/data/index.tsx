import { page } from "@daybook/web";
import { asset, Head } from "@daybook/web/runtime";
import DropZone from "@/islands/DropZone.tsx";
import { DatasetList } from "@/lib/page/files/DatasetList.tsx";
import { Action } from "@/lib/page/shell/Action.tsx";
import { Bar } from "@/lib/page/shell/Bar.tsx";
import { Notice } from "@/lib/page/shell/Notice.tsx";
import { readForm, textsOf } from "@/routes/(_shared)/body.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import { isUpload, takeUploads } from "@/routes/(_shared)/posted_files.ts";

export const config: PageConfig = {
  access: { read: "notebooks:read", write: "notebooks:write" },
  slow: true,
};

/** A file that was just deleted, so that it can be brought back. */
function deletedIn(query: URLSearchParams) {
  const digest = query.get("deleted");
  return digest === null ? null : { digest, name: query.get("name") ?? "a file" };
}

/** The files that were uploaded; posting uploads more of them, deletes one or brings it back. */
export const handler = define.handlers({
  async GET({ url, state }) {
    const datasets = await state.workspace.files.list({});
    return page({
      datasets,
      refusals: [] as readonly string[],
      deleted: deletedIn(url.searchParams),
    });
  },

  async POST({ req, state, redirect }) {
    const { files } = state.workspace;
    if (isUpload(req)) {
      const { digests, refusals } = await takeUploads(files, req);
      if (refusals.length > 0) {
        const datasets = await files.list({});
        return page({ datasets, refusals, deleted: null }, { status: 422 });
      }
      return redirect(digests.length === 1 ? `/upload/${digests[0]}` : "/data", 303);
    }
    const { do: what, digest = "", name = "" } = textsOf(await readForm(req));
    if (what === "restore") {
      await files.restore({ digest });
      return redirect("/data", 303);
    }
    await files.remove({ digest });
    return redirect(`/data?${new URLSearchParams({ deleted: digest, name })}`, 303);
  },
});

export default define.page<typeof handler>(({ data: { datasets, refusals, deleted } }) => (
  <>
    <Head>
      <title>Data · Daybook</title>
      <link rel="stylesheet" href={asset("/files.css")} />
    </Head>
    <Bar section="data" />
    <main id="content" class="page">
      <h1>Data</h1>
      {refusals.map((refusal) => <Notice key={refusal} tone="error">{refusal}</Notice>)}
      {deleted !== null && (
        <Notice>
          <span>
            Deleted <strong>{deleted.name}</strong>, for good in a day
          </span>
          <Action action="/data" fields={{ do: "restore", digest: deleted.digest }}>Undo</Action>
        </Notice>
      )}
      <DropZone />
      {datasets.length === 0
        ? (
          <p class="empty">
            No files yet. What you drop is read, kept here by its content, and made into a notebook
            when you want it.
          </p>
        )
        : <DatasetList datasets={datasets} />}
    </main>
  </>
));
