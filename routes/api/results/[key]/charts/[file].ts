import { HttpError } from "@daybook/web";
import { answerFigure, answerFile, fileName } from "@/routes/(_shared)/result_files.ts";
import { define } from "@/routes/(_shared)/define.ts";

const TYPES = { svg: "image/svg+xml", png: "image/png" } as const;

/** A chart at a place among the blocks: `2.svg` and `2.png` are files, `2.csv` and `2.json` what it shows. */
export const handler = define.handlers({
  async GET({ params: { key, file }, url, state: { workspace: { tables } } }) {
    const [, digits, extension] = /^(\d{1,4})\.(svg|png|csv|json)$/.exec(file) ?? [];
    const place = Number(digits);
    const name = url.searchParams.get("name") ?? `chart-${key.slice(0, 12)}-${digits}`;
    if (extension === "csv" || extension === "json") {
      return answerFigure(await tables.figure({ key, place }), { format: extension, name });
    }
    if (extension !== "svg" && extension !== "png") throw new HttpError(404);
    const theme = url.searchParams.get("theme") === "dark" ? "dark" : "light";
    return await answerFile(tables.chart({ key, place, format: extension, theme }), {
      name: fileName(name, extension),
      type: TYPES[extension],
    });
  },
});
