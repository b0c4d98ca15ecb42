import { page } from "@daybook/web";
import { asset, Head } from "@daybook/web/runtime";
import { grantId, GrantsView } from "@/lib/page/share/GrantsView.tsx";
import { fieldsIn, readForm } from "@/routes/(_shared)/body.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";

export const config: PageConfig = { access: "notebooks:write" };

/** What a stranger's notebook may read: the owner allows it here, by name. */
export const handler = define.handlers({
  async GET({ url, params, state: { workspace } }) {
    const id = params.notebook;
    const [{ title }, grants] = await Promise.all([
      workspace.notebooks.open({ id, parameters: {} }),
      workspace.notebooks.grants({ id }),
    ]);
    const address = url.pathname + url.search;
    const notebookAddress = `/notebooks/${encodeURIComponent(id)}${url.search}`;
    return page({ title, grants, address, notebookAddress });
  },

  async POST({ req, url, params, state: { workspace }, redirect }) {
    const id = params.notebook;
    const chosen = fieldsIn(await readForm(req), "allow");
    const grants = await workspace.notebooks.grants({ id });
    const allowed = grants.filter((grant) => chosen.includes(grantId(grant)))
      .map(({ type, name }) => ({ type, name }));
    if (allowed.length > 0) await workspace.notebooks.grant({ id, allowed });
    const all = grants.every((grant) => grant.granted || chosen.includes(grantId(grant)));
    return redirect(
      all ? `/notebooks/${encodeURIComponent(id)}${url.search}` : url.pathname + url.search,
      303,
    );
  },
});

export default define.page<typeof handler>(({ data }) => (
  <>
    <Head>
      <title>What {data.title} may read · Daybook</title>
      <link rel="stylesheet" href={asset("/share.css")} />
    </Head>
    <GrantsView {...data} />
  </>
));
