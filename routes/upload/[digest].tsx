import { page } from "@daybook/web";
import { asset, Head } from "@daybook/web/runtime";
import { AppError } from "@/lib/errors.ts";
import UploadPreview from "@/islands/UploadPreview.tsx";
import { Bar } from "@/lib/page/shell/Bar.tsx";
import { Notice } from "@/lib/page/shell/Notice.tsx";
import { readOptionsAddress } from "@/lib/workspace/files/address.ts";
import type { DataFiles } from "@/lib/workspace/files/contract.ts";
import { fieldIn, readForm } from "@/routes/(_shared)/body.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";

export const config: PageConfig = { access: "notebooks:write", slow: true };

/** The code of a country is all that is sent. */
const MOST_BYTES = 1024;

/** What is in a file that was uploaded, and what was decided of it; posting makes its notebook. */
export const handler = define.handlers({
  async GET({ params, url, state }) {
    const { files } = state.workspace;
    const { digest } = params;
    const options = readOptionsAddress(url.searchParams);
    try {
      return page({ ...await firstPreview(files, { digest, options }), refusal: null });
    } catch (error) {
      // Choices that do not work out are told beside what the reader found by itself.
      if (!(error instanceof AppError) || error.code === "NOT_FOUND" || url.search === "") {
        throw error;
      }
      const preview = await files.preview({ digest, options: {} });
      return page({ preview, whole: true, refusal: error.message }, { status: 422 });
    }
  },

  async POST({ req, params, url, state, redirect }) {
    const { files, notebooks } = state.workspace;
    const options = readOptionsAddress(url.searchParams);
    const holidays = await chosenHolidays(req);
    const { text } = await files.firstNotebook({ digest: params.digest, options, ...holidays });
    const { id } = await notebooks.create({ text });
    // Who makes it wants to see it; opening one runs nothing.
    await notebooks.run({ id, what: { type: "all" }, parameters: {} });
    return redirect(`/notebooks/${id}`, 303);
  },
});

/** Whoever sends no form chooses none. */
async function chosenHolidays(request: Request): Promise<{ readonly holidays?: string }> {
  if (!request.headers.has("Content-Type")) return {};
  const form = await readForm(request, { mostBytes: MOST_BYTES });
  return form.has("holidays") ? { holidays: fieldIn(form, "holidays") } : {};
}

/** Of a large file that was not read so before, the beginning: the page's island goes on. */
async function firstPreview(files: DataFiles, asked: Parameters<DataFiles["previews"]>[0]) {
  for await (const step of files.previews(asked)) {
    if (step.type !== "progress") return { preview: step.preview, whole: step.type === "whole" };
  }
  throw new Error("A preview ended without a step");
}

export default define.page<typeof handler>(({ data: { preview, whole, refusal } }) => (
  <>
    <Head>
      <title>{preview.name} · Daybook</title>
      <link rel="stylesheet" href={asset("/files.css")} />
    </Head>
    <Bar section="data" where={preview.name} />
    <main id="content" class="page">
      <h1>{preview.name}</h1>
      {refusal !== null && <Notice tone="error">{refusal}</Notice>}
      <UploadPreview preview={preview} whole={whole} />
    </main>
  </>
));
