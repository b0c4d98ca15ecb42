/**
 * The form of a schedule: read as it was posted, and all that it is shown with.
 *
 * @module
 */
import type { DuePreview } from "@/islands/schedule/due_preview.ts";
import { defaultText } from "@/islands/parameters/texts.ts";
import { AppError } from "@/lib/errors.ts";
import { type Draft, type Faults, PARAMETER, parametersOf } from "@/lib/page/schedules/draft.ts";
import { previewDue } from "@/lib/page/schedules/due_preview.ts";
import type { LetterView } from "@/lib/page/schedules/NotebookFields.tsx";
import { cronOf, parseOften } from "@/lib/page/schedules/usual_times.ts";
import type { MailHindrance } from "@/lib/workspace/mail/contract.ts";
import type { GivenParameters, NotebookView } from "@/lib/workspace/notebooks/notebook_view.ts";
import type { State } from "./define.ts";

const FIELDS = ["cron", "zone", "retries", "wait", "limit", "alert", "alert_to"] as const;
const BOXES = ["catches_up", "runs_again", "sends"] as const;

/** Reads what was typed; a usual time is told as its cron line. */
export function readDraft(texts: Readonly<Record<string, string>>): Draft {
  const { often, at = "", cron = "" } = texts;
  const typed = Object.fromEntries(FIELDS.map((name) => [name, texts[name] ?? ""]));
  return {
    ...typed,
    ...(often === undefined ? {} : { cron: cronOf({ often: parseOften(often), at, cron }) }),
    ...Object.fromEntries(BOXES.map((name) => [name, texts[name] === "yes" ? "yes" : ""])),
    ...Object.fromEntries(
      Object.keys(texts).filter((name) => /^parameter-[a-z][a-z0-9_]*$/.test(name))
        .map((name) => [name, parameterText(texts, name)]),
    ),
  };
}

/** Two days of a range stand in fields of their own. */
function parameterText(texts: Readonly<Record<string, string>>, name: string): string {
  const [from, to] = [texts[`${name}-from`] ?? "", texts[`${name}-to`] ?? ""];
  if (texts[name] !== "custom") return texts[name];
  return from === "" || to === "" ? "" : `${from}..${to}`;
}

/** What a form needs of a notebook. */
export interface ShownNotebook {
  readonly view: NotebookView;
  readonly letters: readonly LetterView[];
  /** What is typed and differs from the defaults, which a schedule follows. */
  readonly given: GivenParameters;
}

/** Opens a notebook as a form has its parameters. */
export async function openDrafted(
  { workspace }: State,
  { notebook, draft, origin }: {
    readonly notebook: string;
    readonly draft: Draft;
    readonly origin: string;
  },
): Promise<ShownNotebook> {
  const view = await workspace.notebooks.open({ id: notebook, parameters: parametersOf(draft) });
  const given = givenIn(draft, view);
  return { view, given, letters: await lettersOf(workspace, { view, given, origin }) };
}

/** Returns the parameters that are not the notebook's own; those that it has no more fall away. */
function givenIn(draft: Draft, { parameters }: NotebookView): GivenParameters {
  return Object.fromEntries(
    parameters.flatMap(({ name, declaration }) => {
      const text = draft[`${PARAMETER}${name}`];
      const isUsual = text === undefined || text === "" || text === defaultText(declaration);
      return isUsual ? [] : [[name, text]];
    }),
  );
}

/** Returns what was typed with these parameters in place of its own; all other ones are the notebook's. */
export function withGiven(draft: Draft, given: GivenParameters | null): Draft {
  const rest = Object.entries(draft).filter(([name]) => !name.startsWith(PARAMETER));
  const parameters = Object.entries(given ?? {}).map((
    [name, text],
  ) => [`${PARAMETER}${name}`, text]);
  return Object.fromEntries([...rest, ...parameters]);
}

const HINDRANCES: Readonly<Record<MailHindrance, string | null>> = {
  not_configured: "mail is not set up here, so the run would fail",
  no_webhook_secret: "webhooks are not set up here, so the run would fail",
  // Said where they are listed; and the run makes it fresh.
  no_recipients: null,
  not_fresh: null,
};

/** Returns the letters of a notebook's summaries; none for who may send none. */
async function lettersOf(
  { mail }: State["workspace"],
  { view, given, origin }: {
    readonly view: NotebookView;
    readonly given: GivenParameters;
    readonly origin: string;
  },
): Promise<readonly LetterView[]> {
  const cells = view.blocks.flatMap((block) =>
    block.type === "cell" && block.cell.kind === "summary" ? [block.cell.name] : []
  );
  return await Promise.all(cells.map(async (cell): Promise<LetterView> => {
    try {
      const asked = { notebook: view.id, cell, parameters: given, origin };
      const { recipients, hindrance } = await mail.preview(asked);
      return {
        cell,
        recipients: recipients.map(({ to }) => to),
        // What is for nobody needs no way to go.
        hindrance: hindrance === null || recipients.length === 0 ? null : HINDRANCES[hindrance],
      };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { cell, recipients: [], hindrance: error.message };
    }
  }));
}

/** Returns what a form's times come to, with what is wrong with them among its faults. */
export async function dueOf(
  { workspace }: State,
  { cron = "", zone = "" }: Draft,
): Promise<{ readonly preview: DuePreview; readonly faults: Faults }> {
  const preview = await previewDue(workspace.schedules, { cron, zone: zone.trim() });
  return {
    preview,
    faults: preview.type === "refused" ? { [preview.field]: preview.message } : {},
  };
}
