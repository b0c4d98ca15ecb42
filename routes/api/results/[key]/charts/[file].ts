import { HttpError } from "@daybook/web";
import { define } from "@/routes/(_shared)/define.ts";
import { answerFile, fileName } from "@/routes/(_shared)/result_files.ts";

const TYPES = { svg: "image/svg+xml", png: "image/png" } as const;

/** A chart as a file: `2.svg` or `2.png` is the one at that place among the blocks. */
export const handler = define.handlers({
  async GET({ params: { key, file }, url, state }) {
    const [, place, extension] = /^(\d{1,4})\.(svg|png)$/.exec(file) ?? [];
    if (extension !== "svg" && extension !== "png") throw new HttpError(404);
    const theme = url.searchParams.get("theme") === "dark" ? "dark" : "light";
    const asked = { key, place: Number(place), format: extension, theme } as const;
    const name = url.searchParams.get("name") ?? `chart-${key.slice(0, 12)}-${place}`;
    return await answerFile(state.workspace.tables.chart(asked), {
      name: fileName(name, extension),
      type: TYPES[extension],
    });
  },
});
