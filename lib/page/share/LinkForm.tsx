import { parameterTitle } from "@/islands/parameters/texts.ts";
import type { NotebookView } from "@/lib/workspace/notebooks/notebook_view.ts";

/** What stands in the form: texts as they were posted, or as it begins. */
export interface LinkDraft {
  readonly label: string;
  readonly shows: "live" | "live_and_set" | "frozen";
  readonly locked: readonly string[];
  readonly ends: string;
  readonly embedHosts: string;
}

/** How a form begins. */
export const NEW_LINK: LinkDraft = {
  label: "",
  shows: "live",
  locked: [],
  ends: "never",
  embedHosts: "",
};

interface LinkFormProps {
  readonly view: NotebookView;
  /** The page with its parameters: the link has these. */
  readonly address: string;
  readonly draft: LinkDraft;
}

const SHOWS = [
  { value: "live", title: "The newest figures", detail: "What the notebook shows when it is read" },
  {
    value: "live_and_set",
    title: "The newest figures, and parameters to set",
    detail: "Readers may set every parameter that is not locked",
  },
  {
    value: "frozen",
    title: "The figures as they are now",
    detail: "They stay the same for ever, even when the data moves on",
  },
] as const;

const ENDS = [
  ["never", "Never"],
  ["1", "In a day"],
  ["7", "In a week"],
  ["30", "In 30 days"],
  ["365", "In a year"],
] as const;

/** Asks what a new link is to be. */
export function LinkForm({ view, address, draft }: LinkFormProps) {
  const hasParameters = view.parameters.length > 0;
  const shows = SHOWS.filter(({ value }) => hasParameters || value !== "live_and_set");
  return (
    <form method="post" action={address} class="link-form">
      <input type="hidden" name="do" value="make" />
      <div class="field">
        <label for="label">Whom it is for</label>
        <input id="label" name="label" value={draft.label} maxLength={200} autocomplete="off" />
      </div>
      <fieldset>
        <legend class="label">What it shows</legend>
        {shows.map(({ value, title, detail }) => (
          <label class="choice" key={value}>
            <input type="radio" name="shows" value={value} checked={draft.shows === value} />
            <span>
              {title}
              <small>{detail}</small>
            </span>
          </label>
        ))}
      </fieldset>
      {hasParameters && <Locks view={view} draft={draft} />}
      <div class="row fields">
        <div class="field">
          <label for="ends">It ends</label>
          <select id="ends" name="ends">
            {ENDS.map(([value, title]) => (
              <option key={value} value={value} selected={draft.ends === value}>{title}</option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="password">Password, if it is to have one</label>
          <input
            id="password"
            name="password"
            type="password"
            minLength={8}
            maxLength={200}
            autocomplete="new-password"
          />
        </div>
      </div>
      <details open={draft.embedHosts !== ""}>
        <summary>Show it inside other pages</summary>
        <div class="field">
          <label for="embed">Hosts whose pages may hold it in a frame, one a line</label>
          <textarea
            id="embed"
            name="embed"
            class="code"
            rows={3}
            placeholder="https://wiki.example.org"
            spellcheck={false}
          >
            {draft.embedHosts}
          </textarea>
        </div>
      </details>
      <button type="submit" class="primary">Make the link</button>
    </form>
  );
}

/** The values that the link begins with, each to be locked. */
function Locks({ view, draft }: Pick<LinkFormProps, "view" | "draft">) {
  // Whoever may name a source may read the events of any.
  const isLocked = ({ name, declaration }: NotebookView["parameters"][number]) =>
    draft.locked.includes(name) || (draft === NEW_LINK && declaration.type === "source");
  return (
    <fieldset>
      <legend class="label">Parameters that readers may not set</legend>
      {view.parameters.map((parameter) => (
        <label class="choice" key={parameter.name}>
          <input
            type="checkbox"
            name="locked"
            value={parameter.name}
            checked={isLocked(parameter)}
          />
          <span>
            {parameterTitle(parameter)}
            <small>{parameter.value === "all" ? "All" : parameter.value}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
