import { HttpError } from "@daybook/web";
import { readAddress } from "@/routes/(_shared)/address.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import { answerNamed } from "@/routes/(_shared)/export_file.ts";
import { visitOf } from "@/routes/(_shared)/reader_results.ts";

export const config: PageConfig = { access: "link_readers", slow: true };

/** What the link shows, as a file to keep: `html` or `pdf`. */
export const handler = define.handlers({
  async GET(ctx) {
    const { url, params: { format }, state: { workspace: { links } } } = ctx;
    if (format !== "html" && format !== "pdf") throw new HttpError(404);
    const visit = visitOf(ctx, readAddress(url).parameters);
    const title = url.searchParams.get("file-name") ?? "";
    return await answerNamed(links.export({ ...visit, format }), { title, format });
  },
});
