import { page } from "@daybook/web";
import { asset, Head } from "@daybook/web/runtime";
import { AppError } from "@/lib/errors.ts";
import { type LinkDraft, NEW_LINK } from "@/lib/page/share/LinkForm.tsx";
import { LinksView } from "@/lib/page/share/LinksView.tsx";
import { NEW_PERSON, type PersonDraft } from "@/lib/page/share/PeopleSection.tsx";
import type { NewAddress } from "@/lib/page/share/MadeLink.tsx";
import type { LinkAsked } from "@/lib/workspace/links/contract.ts";
import type { NotebookView } from "@/lib/workspace/notebooks/notebook_view.ts";
import { askerOf } from "@/routes/(_shared)/account_actions.ts";
import { readAddress } from "@/routes/(_shared)/address.ts";
import { fieldIn, fieldsIn, readForm } from "@/routes/(_shared)/body.ts";
import { define, type PageConfig, type State } from "@/routes/(_shared)/define.ts";

export const config: PageConfig = { access: "notebooks:write" };

/** Names the link that was just revoked in the page's address, as no parameter can be named. */
const REVOKED = "revoked-link";

const DAY_MILLISECONDS = 24 * 60 * 60_000;

/** No calendar has days without end. */
const MOST_DAYS = 36_500;

/** Shares a notebook: its links are made, listed, revoked and brought back here. */
export const handler = define.handlers({
  async GET({ url, params, state }) {
    const revoked = url.searchParams.get(REVOKED);
    return page(await load({ url, id: params.notebook, state }, { ...NOTHING_DONE, revoked }));
  },

  async POST({ req, url, params, state }) {
    const asked = { url, id: params.notebook, state };
    const form = await readForm(req);
    const act = fieldIn(form, "do");
    switch (act) {
      case "share":
      case "unshare":
      case "give":
        return await performPeople(asked, form);
      case "make":
        return await makeLink(asked, form);
      case "revoke":
      case "restore":
        return await performLink(asked, { act, link: fieldIn(form, "id") });
      default:
        throw new AppError(
          "BAD_USAGE",
          `Cannot do what was asked as it must be make, revoke or restore: current value is ${
            JSON.stringify(act)
          }`,
        );
    }
  },
});

export default define.page<typeof handler>(({ data }) => (
  <>
    <Head>
      <title>Share {data.view.title} · Daybook</title>
      <link rel="stylesheet" href={asset("/share.css")} />
      <link rel="stylesheet" href={asset("/people.css")} />
    </Head>
    <LinksView {...data} />
  </>
));

interface Asked {
  readonly url: URL;
  readonly id: string;
  readonly state: State;
}

interface Done {
  readonly draft: LinkDraft;
  readonly made: NewAddress | null;
  readonly fault: string | null;
  /** The id of a link that was just revoked; `null` where none was. */
  readonly revoked: string | null;
  readonly person: PersonDraft;
  readonly personFault: string | null;
  readonly giveFault: string | null;
}

const NOTHING_DONE: Done = {
  draft: NEW_LINK,
  made: null,
  fault: null,
  revoked: null,
  person: NEW_PERSON,
  personFault: null,
  giveFault: null,
};

const NOBODY = "Nobody else has an account with this address. An admin can invite them.";

/** Makes a link, and tells its address this once. */
async function makeLink(asked: Asked, form: FormData) {
  const { url, state } = asked;
  const draft = readDraft(form);
  try {
    const { view } = await load(asked, NOTHING_DONE);
    const made = await state.workspace.links.create(readAsked(form, { view, draft }));
    const shown = await load(asked, NOTHING_DONE);
    const address = `${url.origin}/s/${made.token}`;
    const embedded = draft.embedHosts.trim() !== "";
    return page(
      { ...shown, made: { address, title: shown.view.title, embedded } },
      { status: 201 },
    );
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "BAD_PARAMETER") throw error;
    const shown = await load(asked, { ...NOTHING_DONE, draft, fault: error.message });
    return page(shown, { status: 422 });
  }
}

/** Revokes a link, or brings it back; what is over stays over, and the page says so. */
async function performLink(
  asked: Asked,
  { act, link }: { readonly act: "revoke" | "restore"; readonly link: string },
) {
  const { links } = asked.state.workspace;
  const { address } = readAddress(asked.url);
  if (act === "revoke") {
    await links.revoke({ id: link });
    const told = new URLSearchParams({ [REVOKED]: link });
    return seeOther(`${address}${address.includes("?") ? "&" : "?"}${told}`);
  }
  try {
    await links.restore({ id: link });
    return seeOther(address);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "NOT_FOUND") throw error;
    return page(await load(asked, { ...NOTHING_DONE, fault: error.message }), { status: 422 });
  }
}

function seeOther(path: string): Response {
  return new Response(null, { status: 303, headers: { Location: path } });
}

/** Shares with somebody who has an account, ends that, or gives the notebook away. */
async function performPeople(asked: Asked, form: FormData) {
  const { url, id: notebook, state } = asked;
  const { sharing } = state.workspace;
  const by = askerOf(state);
  const back = readAddress(url).address;
  if (fieldIn(form, "do") === "unshare") {
    await sharing.unshare({ notebook, account: fieldIn(form, "account"), by });
    return seeOther(back);
  }
  if (fieldIn(form, "do") === "give") {
    try {
      await sharing.give({ notebook, email: fieldIn(form, "new_owner"), by });
      // Whoever gave it away may not see it any more.
      return seeOther("/");
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "BAD_PARAMETER") throw error;
      return page(await load(asked, { ...NOTHING_DONE, giveFault: NOBODY }), { status: 422 });
    }
  }
  const person = { email: fieldIn(form, "email"), verb: fieldIn(form, "verb") };
  try {
    const verb = person.verb === "edit" ? "edit" : "view";
    await sharing.share({ notebook, email: person.email, verb, by });
    return seeOther(back);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "BAD_PARAMETER") throw error;
    const told = { ...NOTHING_DONE, person, personFault: NOBODY };
    return page(await load(asked, told), { status: 422 });
  }
}

async function load({ url, id, state }: Asked, done: Done) {
  const { workspace } = state;
  const by = askerOf(state);
  const { parameters, address } = readAddress(url);
  const [view, links, { accounts }] = await Promise.all([
    workspace.notebooks.open({ id, parameters }),
    workspace.links.list({ notebook: id }),
    workspace.accounts.ways({}),
  ]);
  return {
    ...done,
    view,
    links,
    people: accounts ? await workspace.sharing.people({ notebook: id, by }) : null,
    address,
    notebookAddress: `/notebooks/${encodeURIComponent(id)}${address.slice(url.pathname.length)}`,
    now: new Date(),
  };
}

function readDraft(form: FormData): LinkDraft {
  const shows = fieldIn(form, "shows");
  return {
    label: fieldIn(form, "label"),
    shows: shows === "frozen" || shows === "live_and_set" ? shows : "live",
    locked: fieldsIn(form, "locked"),
    ends: fieldIn(form, "ends"),
    embedHosts: fieldIn(form, "embed"),
  };
}

function readAsked(
  form: FormData,
  { view, draft }: { readonly view: NotebookView; readonly draft: LinkDraft },
): LinkAsked {
  const days = Math.min(MOST_DAYS, Number(draft.ends));
  const given = view.parameters.filter(({ given, problem }) => given && problem === null);
  return {
    notebook: view.id,
    verb: draft.shows === "live_and_set" ? "view_and_set" : "view",
    mode: draft.shows === "frozen" ? "frozen" : "live",
    parameters: Object.fromEntries(given.map(({ name, value }) => [name, value])),
    locked: draft.shows === "live_and_set" ? draft.locked : [],
    expiresAt: days > 0 ? new Date(Date.now() + days * DAY_MILLISECONDS).toISOString() : null,
    password: fieldIn(form, "password") || null,
    embedHosts: draft.embedHosts.split(/\s+/).filter((host) => host !== ""),
    label: draft.label,
  };
}
