import { page } from "@daybook/web";
import { asset, Head } from "@daybook/web/runtime";
import { AdminPage } from "@/lib/page/admin/AdminPage.tsx";
import { loadAdmin, performAdmin } from "@/routes/(_shared)/admin_actions.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";

export const config: PageConfig = { access: "admin", slow: true };

/** Accounts, invitations, and what is set up. */
export const handler = define.handlers({
  async GET({ state }) {
    return page(await loadAdmin(state));
  },

  POST: (ctx) => performAdmin(ctx),
});

export default define.page<typeof handler>(({ data }) => (
  <>
    <Head>
      <title>Admin · Daybook</title>
      <link rel="stylesheet" href={asset("/share.css")} />
      <link rel="stylesheet" href={asset("/people.css")} />
    </Head>
    <AdminPage {...data} />
  </>
));
