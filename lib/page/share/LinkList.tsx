import { formatNumber } from "@/lib/chart/format.ts";
import { Action } from "@/lib/page/shell/Action.tsx";
import { Moment } from "@/lib/page/shell/Moment.tsx";
import type { LinkEntry } from "@/lib/workspace/links/contract.ts";
import { linkState, linkWords } from "./link_words.ts";

interface LinkListProps {
  readonly links: readonly LinkEntry[];
  /** Forms post to it. */
  readonly address: string;
  readonly now: Date;
}

/** The links of a notebook: those that lead somewhere, then those that have ended or stopped. */
export function LinkList({ links, address, now }: LinkListProps) {
  const open = links.filter((link) => linkState(link, now) === "open");
  const ended = links.filter((link) => linkState(link, now) !== "open");
  const hasStopped = ended.some((link) => linkState(link, now) === "stopped");
  const endedWord = hasStopped ? "ended or stopped" : "ended";
  return (
    <section class="link-list" aria-labelledby="links">
      <h2 id="links">Links</h2>
      {open.length === 0 ? <p class="empty">Nobody can open this notebook by a link.</p> : (
        <ul>
          {open.map((link) => <Entry key={link.id} link={link} address={address} now={now} />)}
        </ul>
      )}
      {ended.length > 0 && (
        <details>
          <summary>{formatNumber(ended.length)} {endedWord}</summary>
          <ul>
            {ended.map((link) => <Entry key={link.id} link={link} address={address} now={now} />)}
          </ul>
        </details>
      )}
    </section>
  );
}

interface EntryProps {
  readonly link: LinkEntry;
  readonly address: string;
  readonly now: Date;
}

function Entry({ link, address, now }: EntryProps) {
  const { id, label, embedHosts, parameters, locked, maker } = link;
  const state = linkState(link, now);
  const values = Object.entries(parameters).map(([name, value]) => `${name} ${value}`);
  return (
    <li class={state}>
      <div>
        <p class="label-of">{label === "" ? "Without a name" : label}</p>
        <p class="what">{linkWords(link)}</p>
        <ul class="facts">
          <li>
            made <Moment at={link.createdAt} />
            {maker !== null && ` by ${maker.name}`}
          </li>
          {state === "stopped" && maker !== null && (
            <li>stopped: {maker.name} may not share the notebook now</li>
          )}
          <Ending link={link} state={state} />
          <li>
            {link.lastUsedAt === null ? "never opened" : (
              <>
                opened {formatNumber(link.uses)} {link.uses === 1 ? "time" : "times"}, last{" "}
                <Moment at={link.lastUsedAt} />
              </>
            )}
          </li>
          {link.hasPassword && <li>with a password</li>}
          {values.length > 0 && <li>{values.join(", ")}</li>}
          {locked.length > 0 && <li>locked: {locked.join(", ")}</li>}
          {embedHosts.length > 0 && <li>in frames of {embedHosts.join(", ")}</li>}
        </ul>
      </div>
      {(state === "open" || state === "stopped") && (
        <Action
          action={address}
          fields={{ do: "revoke", id }}
          class="danger"
          label={`Revoke the link ${label}`.trim()}
        >
          Revoke
        </Action>
      )}
    </li>
  );
}

function Ending({ link, state }: { readonly link: LinkEntry; readonly state: string }) {
  if (link.revokedAt !== null) {
    return (
      <li>
        revoked <Moment at={link.revokedAt} />
      </li>
    );
  }
  if (link.expiresAt === null) return <li>without an end</li>;
  return (
    <li>
      {state === "ended" ? "ended" : "ends"} <Moment at={link.expiresAt} />
    </li>
  );
}
