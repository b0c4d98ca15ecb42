import { Bar } from "@/lib/page/shell/Bar.tsx";
import type { GrantView } from "@/lib/workspace/notebooks/notebook_view.ts";

interface GrantsViewProps {
  readonly title: string;
  readonly grants: readonly GrantView[];
  /** The page itself: the form posts to it. */
  readonly address: string;
  readonly notebookAddress: string;
}

const TYPE_TITLES: Readonly<Record<GrantView["type"], string>> = {
  file: "File",
  upload: "Uploaded file",
  connection: "Connection",
  source: "Events of the source",
};

/** What somebody else's notebook wants to read, for the owner to allow by name. */
export function GrantsView({ title, grants, address, notebookAddress }: GrantsViewProps) {
  const waiting = grants.filter(({ granted }) => !granted);
  const granted = grants.filter((grant) => grant.granted);
  return (
    <>
      <Bar section={null} where={title} />
      <main class="page share" id="content">
        <h1>
          What “<bdi>{title}</bdi>” may read
        </h1>
        <p class="lead">
          Somebody else wrote this notebook. It can be looked at safely; it reads nothing of yours
          until you allow it by name. <a href={notebookAddress}>Back to the notebook</a>
        </p>
        {waiting.length === 0
          ? <p class="empty">It waits for nothing.</p>
          : (
            <form method="post" action={address} class="link-form">
              <fieldset>
                <legend class="label">It waits for</legend>
                {waiting.map((grant) => (
                  <label class="choice" key={grantId(grant)}>
                    <input type="checkbox" name="allow" value={grantId(grant)} />
                    <Named grant={grant} />
                  </label>
                ))}
              </fieldset>
              <button type="submit" class="primary">Allow what is ticked</button>
            </form>
          )}
        {granted.length > 0 && (
          <section aria-labelledby="granted">
            <h2 id="granted">Allowed</h2>
            <ul class="granted">
              {granted.map((grant) => (
                <li key={grantId(grant)}>
                  <Named grant={grant} />
                </li>
              ))}
            </ul>
          </section>
        )}
      </main>
    </>
  );
}

/** Names what a form allows. */
export function grantId({ type, name }: Pick<GrantView, "type" | "name">): string {
  return `${type} ${name}`;
}

/** Signs that take no room, or turn the direction of what follows. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}]/gu;

/** Returns a name in which nothing is hidden: what is allowed is what can be read. */
export function writtenOut(name: string): string {
  return name.replace(HIDDEN, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`);
}

function Named({ grant: { type, name, cells } }: { readonly grant: GrantView }) {
  return (
    <span>
      {TYPE_TITLES[type]}{" "}
      <code>{type === "upload" ? `${name.slice(0, 12)}…` : writtenOut(name)}</code>
      <small>for {cells.join(", ")}</small>
    </span>
  );
}
