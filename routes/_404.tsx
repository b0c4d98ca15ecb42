import { asset, Head } from "@daybook/web/runtime";
import { define } from "./(_shared)/define.ts";
import { answerProblem } from "./(_shared)/problem_answer.ts";
import { NotFoundPage } from "@/lib/page/shell/NotFoundPage.tsx";

/** What is missing, and where to look for it. */
export const handler = define.handlers(answerProblem);

export default define.page<typeof handler>(({ data }) => (
  <>
    <Head>
      <title>{data.title} · Daybook</title>
      <link rel="stylesheet" href={asset("/home.css")} />
    </Head>
    <NotFoundPage {...data} />
  </>
));
