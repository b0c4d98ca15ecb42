import { Bar } from "@/lib/page/shell/Bar.tsx";
import { Notice } from "@/lib/page/shell/Notice.tsx";
import { comesBack } from "@/lib/workspace/links/come_back.ts";
import type { LinkEntry } from "@/lib/workspace/links/contract.ts";
import type { NotebookPeople } from "@/lib/workspace/sharing/contract.ts";
import type { NotebookView } from "@/lib/workspace/notebooks/notebook_view.ts";
import { type LinkDraft, LinkForm } from "./LinkForm.tsx";
import { linkState } from "./link_words.ts";
import { LinkList } from "./LinkList.tsx";
import { MadeLink, type NewAddress } from "./MadeLink.tsx";
import { RevokedLink } from "./RevokedLink.tsx";
import { PeopleSection, type PersonDraft } from "./PeopleSection.tsx";

interface LinksViewProps {
  readonly view: NotebookView;
  readonly links: readonly LinkEntry[];
  /** The page with the notebook's parameters. */
  readonly address: string;
  /** The notebook with them. */
  readonly notebookAddress: string;
  readonly draft: LinkDraft;
  /** What was just made; `null` where nothing was. */
  readonly made: NewAddress | null;
  /** Why nothing was made; `null` where nothing is wrong. */
  readonly fault: string | null;
  /** The id of a link that was just revoked; `null` where none was. */
  readonly revoked: string | null;
  readonly now: Date;
  /** With whom it is shared; `null` where nobody asks who could know. */
  readonly people: NotebookPeople | null;
  readonly person: PersonDraft;
  readonly personFault: string | null;
  readonly giveFault: string | null;
}

/** Shares a notebook: makes links, and shows those there are. */
export function LinksView(props: LinksViewProps) {
  const { view, links, address, notebookAddress, draft, made, fault, now, people } = props;
  const revoked = links.find((link) => link.id === props.revoked && comesBack(link, now));
  const list = <LinkList links={links} address={address} now={now} />;
  // Who has a link comes to look after it; who has none comes to make one.
  const hasOpen = links.some((link) => linkState(link, now) === "open");
  return (
    <>
      <Bar section={null} where={view.title} />
      <main class="page share" id="content">
        <h1>Share “{view.title}”</h1>
        <p class="lead">
          People with accounts have it in their own lists. A link shows it to whoever has the link,
          without an account: results and prose, never how they are made.{" "}
          <a href={notebookAddress}>Back to the notebook</a>
        </p>
        {fault !== null && <Notice tone="error">{fault}</Notice>}
        {made !== null && <MadeLink {...made} />}
        {revoked !== undefined && <RevokedLink link={revoked} address={address} />}
        {people !== null && (
          <PeopleSection
            people={people}
            address={address}
            draft={props.person}
            fault={props.personFault}
            giveFault={props.giveFault}
          />
        )}
        {hasOpen && list}
        <section aria-labelledby="new">
          <h2 id="new">A new link</h2>
          <LinkForm view={view} address={address} draft={draft} />
        </section>
        {!hasOpen && list}
      </main>
    </>
  );
}
