import { readObject } from "@/routes/(_shared)/body.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";

export const config: PageConfig = { access: "notebooks:write", slow: true };

/** Begins an upload; its bytes come next. */
export const handler = define.handlers({
  async POST({ req, state }) {
    const { name, bytes } = await readObject(req);
    const begun = await state.workspace.files.begin({ name: String(name), bytes: Number(bytes) });
    return Response.json(begun, {
      status: 201,
      headers: { Location: `/api/uploads/${begun.id}` },
    });
  },
});
