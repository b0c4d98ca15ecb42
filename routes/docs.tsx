import { HttpError, page } from "@daybook/web";
import { asset, Head } from "@daybook/web/runtime";
import { DocsPage } from "@/lib/page/docs/DocsPage.tsx";
import { Bar } from "@/lib/page/shell/Bar.tsx";
import { define, type PageConfig } from "./(_shared)/define.ts";
import { openProgramApi } from "./(_shared)/program_api.ts";

export const config: PageConfig = { access: "everyone" };

/** The interface for programs as people read it, unless a setting turns that off. */
export const handler = define.handlers({
  async GET({ state }) {
    if (!state.tellsApi) throw new HttpError(404);
    return page({ document: (await openProgramApi()).document() });
  },
});

export default define.page<typeof handler>(({ data }) => (
  <>
    <Head>
      <title>Interface for programs · Daybook</title>
      <link rel="stylesheet" href={asset("/docs.css")} />
    </Head>
    <Bar section="docs" />
    <DocsPage {...data} />
  </>
));
