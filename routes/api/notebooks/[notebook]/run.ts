import { AppError } from "@/lib/errors.ts";
import type { RunWhat } from "@/lib/workspace/notebooks/run_view.ts";
import { isObject, parametersIn, readObject } from "@/routes/(_shared)/body.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";

export const config: PageConfig = { access: "notebooks:run" };

/** Begins a run; how it goes is told by the events. */
export const handler = define.handlers({
  async POST({ req, params, state }) {
    const posted = await readObject(req);
    const begun = await state.workspace.notebooks.run({
      id: params.notebook,
      what: readWhat(posted.what),
      parameters: parametersIn(posted),
    });
    return Response.json(begun, { status: 202 });
  },
});

function readWhat(what: unknown): RunWhat {
  if (isObject(what)) {
    const { type, cell, below } = what;
    if (type === "all" || type === "stale") return { type };
    if (type === "cell" && typeof cell === "string") return { type, cell, below: below === true };
  }
  throw new AppError(
    "BAD_USAGE",
    `Cannot run as "what" must name all, stale, or a cell: current value is ${
      JSON.stringify(what)?.slice(0, 80) ?? "missing"
    }`,
  );
}
