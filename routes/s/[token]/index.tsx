import { page } from "@daybook/web";
import { asset, Head } from "@daybook/web/runtime";
import { ReaderDoor } from "@/lib/page/share/ReaderDoor.tsx";
import { BusyPage, GonePage } from "@/lib/page/share/ReaderEnd.tsx";
import { ReaderPage } from "@/lib/page/share/ReaderPage.tsx";
import type { LinkOpened } from "@/lib/workspace/links/contract.ts";
import { readAddress } from "@/routes/(_shared)/address.ts";
import { fieldIn, readForm } from "@/routes/(_shared)/body.ts";
import { define, type PageConfig, type State } from "@/routes/(_shared)/define.ts";
import { grantOf, keepGrant } from "@/routes/(_shared)/link_cookie.ts";
import { contentPolicy } from "@/routes/(_shared)/policy.ts";

export const config: PageConfig = { access: "link_readers" };

/** A password is all that strangers send. */
const MOST_BYTES = 4096;

/** A notebook that is shared: whoever has the address reads it, without an account. */
export const handler = define.handlers({
  async GET({ req, url, params, state, redirect }) {
    const { address, inPieces } = readAddress(url);
    if (inPieces) return redirect(address, 303);
    return show(await open({ req, url, params, state }, null));
  },

  /** Takes the password. */
  async POST({ req, url, params, state, redirect }) {
    const form = await readForm(req, { mostBytes: MOST_BYTES });
    const opened = await open({ req, url, params, state }, fieldIn(form, "password"));
    const shown = show(opened);
    if (opened.type !== "open" || opened.grant === null) return shown;
    // Frames of other sites may keep no cookie: there the answer is the page itself.
    if (req.headers.get("Sec-Fetch-Dest") === "iframe") return shown;
    const answer = redirect(url.pathname + url.search, 303);
    const cookie = keepGrant(opened.grant, {
      path: url.pathname,
      secure: url.protocol === "https:",
    });
    answer.headers.append("Set-Cookie", cookie);
    return answer;
  },
});

export default define.page<typeof handler>(({ data, url }) => (
  <>
    <Head>
      <title>{data.type === "open" ? data.view.title : "Shared page"}</title>
      <meta name="robots" content="noindex, nofollow" />
      <link rel="stylesheet" href={asset("/notebook.css")} />
      <link rel="stylesheet" href={asset("/tables.css")} />
      <link rel="stylesheet" href={asset("/share.css")} />
    </Head>
    <Opened opened={data} url={url} />
  </>
));

function Opened({ opened, url }: { readonly opened: LinkOpened; readonly url: URL }) {
  const address = url.pathname + url.search;
  switch (opened.type) {
    case "open":
      return (
        <ReaderPage
          view={opened.view}
          link={opened.link}
          computing={opened.computing}
          path={url.pathname}
          address={address}
        />
      );
    case "password_needed":
      return <ReaderDoor address={address} wrong={opened.wrong} />;
    case "gone":
      return <GonePage />;
    case "quota":
      return <BusyPage retryAfterSeconds={opened.retryAfterSeconds} address={address} />;
  }
}

interface Asked {
  readonly req: Request;
  readonly url: URL;
  readonly params: Readonly<Record<string, string>>;
  readonly state: State;
}

async function open({ req, url, params, state }: Asked, password: string | null) {
  return await state.workspace.links.open({
    token: params.token,
    parameters: readAddress(url).parameters,
    password,
    grant: grantOf(req),
  });
}

/** Answers with what opening came to; this page alone names who may embed it. */
function show(opened: LinkOpened) {
  switch (opened.type) {
    case "open":
      return page(opened, { headers: framedBy(opened.link.embedHosts) });
    case "password_needed":
      return page(opened, {
        status: opened.wrong ? 403 : 200,
        headers: framedBy(opened.embedHosts),
      });
    case "gone":
      return page(opened, { status: 410 });
    case "quota":
      return page(opened, {
        status: 429,
        headers: { "Retry-After": String(opened.retryAfterSeconds) },
      });
  }
}

function framedBy(embedHosts: readonly string[]): Record<string, string> {
  return { "Content-Security-Policy": contentPolicy(embedHosts) };
}
