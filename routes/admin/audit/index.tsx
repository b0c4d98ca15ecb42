import { page } from "@daybook/web";
import { asset, Head } from "@daybook/web/runtime";
import { AuditPage } from "@/lib/page/admin/AuditPage.tsx";
import { askerOf } from "@/routes/(_shared)/account_actions.ts";
import { auditPath, readAuditAsked } from "@/routes/(_shared)/audit_address.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";

export const config: PageConfig = { access: "admin" };

const PATH = "/admin/audit";
const SIZE = 50;

/** What happened that matters for security, a page at a time. */
export const handler = define.handlers({
  async GET({ url, state }) {
    const asked = readAuditAsked(url);
    const before = url.searchParams.get("before");
    const by = askerOf(state);
    // One more tells whether there is another page.
    const found = await state.workspace.admin.audit({ by, ...asked, before, size: SIZE + 1 });
    const lines = found.slice(0, SIZE);
    const last = lines.at(-1);
    return page({
      lines,
      asked,
      older: found.length > SIZE && last !== undefined
        ? auditPath(PATH, asked, { before: last.id })
        : null,
      newest: before === null ? null : auditPath(PATH, asked),
      file: auditPath(`${PATH}/export`, asked),
    });
  },
});

export default define.page<typeof handler>(({ data }) => (
  <>
    <Head>
      <title>Audit log · Daybook</title>
      <link rel="stylesheet" href={asset("/share.css")} />
      <link rel="stylesheet" href={asset("/people.css")} />
    </Head>
    <AuditPage {...data} />
  </>
));
