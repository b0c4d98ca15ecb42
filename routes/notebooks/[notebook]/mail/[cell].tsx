import { page } from "@daybook/web";
import { asset, Head } from "@daybook/web/runtime";
import { MailPage } from "@/lib/page/mail/MailPage.tsx";
import { readAddress } from "@/routes/(_shared)/address.ts";
import { fieldIn, readForm } from "@/routes/(_shared)/body.ts";
import { define, type PageConfig, type State } from "@/routes/(_shared)/define.ts";

export const config: PageConfig = { access: "messages:send", slow: true };

/** A digest and a word. */
const MOST_BYTES = 4096;

/** A summary as a mail: what would be sent, and sending it. */
export const handler = define.handlers({
  async GET({ url, params, state }) {
    return page(await load({ url, params, state }));
  },

  async POST({ req, url, params, state, redirect }) {
    const form = await readForm(req, { mostBytes: MOST_BYTES });
    const outcome = await state.workspace.mail.send({
      ...askedOf({ url, params }),
      digest: fieldIn(form, "digest"),
      again: fieldIn(form, "again") === "yes",
      by: state.who?.by ?? { type: "owner" },
    });
    if (outcome.type === "begun") return redirect(`${url.pathname}${url.search}#sent`, 303);
    return page({ ...await load({ url, params, state }), changed: true }, { status: 409 });
  },
});

export default define.page<typeof handler>(({ data }) => (
  <>
    <Head>
      <title>Mail {data.preview.title} · Daybook</title>
      <link rel="stylesheet" href={asset("/share.css")} />
      <link rel="stylesheet" href={asset("/mail.css")} />
    </Head>
    <MailPage {...data} />
  </>
));

interface Asked {
  readonly url: URL;
  readonly params: Readonly<Record<string, string>>;
}

function askedOf({ url, params }: Asked) {
  const { parameters } = readAddress(url);
  return { notebook: params.notebook, cell: params.cell, parameters, origin: url.origin };
}

async function load({ url, params, state: { workspace } }: Asked & { readonly state: State }) {
  const asked = askedOf({ url, params });
  const { notebook, cell } = asked;
  const [preview, sent] = await Promise.all([
    workspace.mail.preview(asked),
    workspace.mail.sent({ notebook, cell }),
  ]);
  return {
    preview,
    sent,
    cell,
    address: url.pathname + url.search,
    notebookAddress: `/notebooks/${encodeURIComponent(notebook)}${url.search}`,
    changed: false,
  };
}
