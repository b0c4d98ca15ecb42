import { Head } from "@daybook/web/runtime";
import { define } from "./(_shared)/define.ts";
import { answerProblem } from "./(_shared)/problem_answer.ts";
import { ProblemPage } from "@/lib/page/shell/ProblemPage.tsx";

/** Nothing that may have failed stands around it. */
export const config = { skipInheritedLayouts: true };

/** What went wrong, with the id that names it in the log. */
export const handler = define.handlers(answerProblem);

export default define.page<typeof handler>(({ data }) => (
  <>
    <Head>
      <title>{data.title} · Daybook</title>
    </Head>
    <ProblemPage {...data} />
  </>
));
