import { TextField } from "@/lib/page/accounts/TextField.tsx";
import { Action } from "@/lib/page/shell/Action.tsx";
import type { NotebookPeople, SharedPerson } from "@/lib/workspace/sharing/contract.ts";

/** What stands in the form of sharing with somebody. */
export interface PersonDraft {
  readonly email: string;
  readonly verb: string;
}

/** How the form begins. */
export const NEW_PERSON: PersonDraft = { email: "", verb: "view" };

interface PeopleSectionProps {
  readonly people: NotebookPeople;
  /** The page itself: forms post to it. */
  readonly address: string;
  readonly draft: PersonDraft;
  /** Why it was not shared; `null` where nothing is wrong. */
  readonly fault: string | null;
  /** Why it was not given away; `null` where nothing is wrong. */
  readonly giveFault: string | null;
}

const VERB_WORDS = { view: "may view and run it", edit: "may edit it" } as const;

/** With whom of those who have accounts a notebook is shared. */
export function PeopleSection({ people, address, draft, fault, giveFault }: PeopleSectionProps) {
  const { owner } = people;
  return (
    <section aria-labelledby="people">
      <h2 id="people">People</h2>
      <p class="hint">
        {owner === null
          ? "It is the workspace’s: its admins have it."
          : `It is of ${owner.name}, ${owner.email}.`}
      </p>
      <form method="post" action={address} class="person-form">
        <input type="hidden" name="do" value="share" />
        <TextField
          name="email"
          label="E-mail of somebody with an account"
          type="email"
          value={draft.email}
          maxLength={254}
          fault={fault}
        />
        <div class="field">
          <label for="verb">They may</label>
          <select id="verb" name="verb">
            <option value="view" selected={draft.verb === "view"}>View and run it</option>
            <option value="edit" selected={draft.verb === "edit"}>Edit it</option>
          </select>
        </div>
        <button type="submit" class="primary">Share</button>
      </form>
      <div class="entries">
        {people.people.length === 0 ? <p class="empty">It is shared with nobody.</p> : (
          <ul>
            {people.people.map((person) => (
              <Entry key={person.account} person={person} address={address} />
            ))}
          </ul>
        )}
      </div>
      <details class="more" open={giveFault !== null}>
        <summary>Give it to somebody else</summary>
        <form method="post" action={address} class="person-form">
          <input type="hidden" name="do" value="give" />
          <TextField
            name="new_owner"
            label="E-mail of its new owner"
            type="email"
            maxLength={254}
            fault={giveFault}
          />
          <button type="submit">Give</button>
        </form>
        <p class="hint">It is in their list then, and in yours where they share it with you.</p>
      </details>
    </section>
  );
}

function Entry({ person, address }: { readonly person: SharedPerson; readonly address: string }) {
  const { account, name, email, verb } = person;
  return (
    <li>
      <div>
        <p class="label-of">{name}</p>
        <ul class="facts">
          <li>{email}</li>
          <li>{VERB_WORDS[verb]}</li>
        </ul>
      </div>
      <Action
        action={address}
        fields={{ do: "unshare", account }}
        class="danger"
        label={`Stop sharing with ${name}`}
      >
        Stop sharing
      </Action>
    </li>
  );
}
