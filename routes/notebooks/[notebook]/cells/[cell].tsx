import { CellSection } from "@/lib/page/notebook/CellSection.tsx";
import { movesOf } from "@/lib/page/notebook/moves.ts";
import { outlineOf } from "@/lib/page/notebook/outline.ts";
import { hasPeriod } from "@/lib/page/notebook/place.ts";
import { readAddress } from "@/routes/(_shared)/address.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";

/** Nothing around it: it is put into a page that is open. */
export const config: PageConfig = {
  skipAppWrapper: true,
  skipInheritedLayouts: true,
  access: "notebooks:read",
};

/** One cell as its notebook's page shows it, for a page that was told of a change. */
export const handler = define.handlers({
  async GET({ url, params, state, render }) {
    const { parameters, opened } = readAddress(url);
    const id = params.notebook;
    // The whole view tells the cell's place and the level of its heading.
    const view = await state.workspace.notebooks.open({ id, parameters });
    const block = view.blocks.find((block) =>
      block.type === "cell" && block.cell.name === params.cell
    );
    if (block?.type !== "cell") return new Response(null, { status: 404 });
    const query = new URLSearchParams(parameters).toString();
    const address = `/notebooks/${id}${query === "" ? "" : `?${query}`}`;
    const place = {
      id,
      revision: view.revision,
      address,
      editable: true,
      opened,
      setsRange: hasPeriod(view),
    };
    const { cellLevels } = outlineOf(view.blocks);
    return render(
      <CellSection
        cell={block.cell}
        index={block.index}
        moves={movesOf(view.blocks, block.index)}
        level={cellLevels.get(block.index) ?? 2}
        place={place}
      />,
    );
  },
});
