import { answerChart } from "@/routes/(_shared)/chart_files.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";

export const config: PageConfig = { access: "notebooks:read" };

/** A chart at a place among the blocks: `2.svg` and `2.png` are files, `2.csv` and `2.json` what it shows. */
export const handler = define.handlers({
  async GET({ params: { key, file }, url, state: { workspace: { tables } } }) {
    const figureAt = (place: number) => tables.figure({ key, place });
    return await answerChart(tables, { key, file, query: url.searchParams, figureAt });
  },
});
