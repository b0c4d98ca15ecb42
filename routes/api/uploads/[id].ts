import { AppError } from "@/lib/errors.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";

export const config: PageConfig = { access: "notebooks:write", slow: true };

/** An upload under way: how it stands, its next bytes, its end. */
export const handler = define.handlers({
  async GET({ params, state }) {
    return Response.json(await state.workspace.files.upload({ id: params.id }));
  },

  /** Adds the bytes of the body at `offset`, where those before ended. */
  async PUT({ req, url, params, state }) {
    const text = url.searchParams.get("offset") ?? "";
    if (!/^\d{1,15}$/.test(text)) {
      throw new AppError(
        "BAD_PARAMETER",
        `Cannot add bytes as the offset must be a whole number: current value is "${text}"`,
      );
    }
    const asked = { id: params.id, offset: Number(text) };
    return Response.json(
      await state.workspace.files.append(asked, req.body ?? new Blob().stream()),
    );
  },

  async DELETE({ params, state }) {
    await state.workspace.files.cancel({ id: params.id });
    return new Response(null, { status: 204 });
  },
});
