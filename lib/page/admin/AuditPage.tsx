import { HARMLESS_EVENTS, NOTABLE_EVENTS } from "@/lib/auth/audit.ts";
import { TextField } from "@/lib/page/accounts/TextField.tsx";
import { Bar } from "@/lib/page/shell/Bar.tsx";
import { Moment } from "@/lib/page/shell/Moment.tsx";
import type { AuditAsked, AuditLine } from "@/lib/workspace/admin/contract.ts";
import { AdminNav } from "./AdminNav.tsx";
import { EVENT_WORDS, eventWords } from "./event_words.ts";

interface AuditPageProps {
  readonly lines: readonly AuditLine[];
  readonly asked: AuditAsked;
  /** Where older entries are; `null` where there are none. */
  readonly older: string | null;
  /** Where the newest are; `null` where they are shown. */
  readonly newest: string | null;
  /** Where all that are asked for are to be had as CSV. */
  readonly file: string;
}

/** What happened that matters for security, the latest first. */
export function AuditPage({ lines, asked, older, newest, file }: AuditPageProps) {
  return (
    <>
      <Bar section="admin" />
      <main class="page" id="content">
        <h1>Admin</h1>
        <AdminNav open="audit" />
        <Filters asked={asked} />
        {lines.length === 0 ? <p class="empty">Nothing of this kind has happened.</p> : (
          <>
            <AuditTable lines={lines} />
            <p class="row pages">
              {newest !== null && <a class="button" href={newest}>The newest</a>}
              {older !== null && <a class="button" href={older}>Older</a>}
              <a class="button" href={file}>Save as CSV</a>
            </p>
          </>
        )}
      </main>
    </>
  );
}

function Filters({ asked }: Pick<AuditPageProps, "asked">) {
  const chosen = Object.values(asked).some((value) => value !== null);
  return (
    <form method="get" action="/admin/audit" class="row filters">
      <div class="field">
        <label for="event">What happened</label>
        <select id="event" name="event">
          <option value="">Anything</option>
          <optgroup label="To look at">
            {NOTABLE_EVENTS.map((name) => option(name, asked.event))}
          </optgroup>
          <optgroup label="As it should be">
            {HARMLESS_EVENTS.map((name) => option(name, asked.event))}
          </optgroup>
        </select>
      </div>
      <TextField name="account" label="Account" value={asked.account ?? ""} required={false} />
      <TextField name="from" label="From" type="date" value={asked.from ?? ""} required={false} />
      <TextField name="to" label="To" type="date" value={asked.to ?? ""} required={false} />
      <button type="submit">Show</button>
      {chosen && <a href="/admin/audit">Show all</a>}
    </form>
  );
}

function option(name: keyof typeof EVENT_WORDS, chosen: string | null) {
  return <option key={name} value={name} selected={name === chosen}>{EVENT_WORDS[name]}</option>;
}

function AuditTable({ lines }: Pick<AuditPageProps, "lines">) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Entries">
      <table class="audit">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">What</th>
            <th scope="col">Account</th>
            <th scope="col">From</th>
            <th scope="col">More</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ id, at, event, account, email, address, details }) => (
            <tr key={id}>
              <td>
                <Moment at={at} exact />
              </td>
              <td>{eventWords(event)}</td>
              <td>{email ?? account ?? <span class="nothing">–</span>}</td>
              <td>{address ?? <span class="nothing">–</span>}</td>
              <td class="says">
                {Object.entries(details).map(([name, value]) => `${name} ${value}`).join(", ")}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
