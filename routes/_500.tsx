import { page } from "@daybook/web";
import { Head } from "@daybook/web/runtime";
import { define } from "./(_shared)/define.ts";
import { problemOf, problemResponse } from "./(_shared)/problem.ts";
import { ProblemPage } from "@/lib/page/shell/ProblemPage.tsx";

/** Tells programs of errors in JSON, and people on a page. */
export const handler = define.handlers((ctx) => {
  const problem = problemOf(ctx.error, ctx.state.requestId);
  const takesJson = ctx.req.headers.get("Accept")?.startsWith("application/json") ?? false;
  if (takesJson || ctx.url.pathname.startsWith("/api/")) return problemResponse(problem);
  // Who reads a link is told nothing of the workspace around it.
  const isReader = ctx.url.pathname.startsWith("/s/");
  return page({ ...problem, isReader }, { status: problem.status });
});

export default define.page<typeof handler>(({ data }) => (
  <>
    <Head>
      <title>{data.title} · Daybook</title>
    </Head>
    <ProblemPage {...data} />
  </>
));
