/**
 * The session of an editor for as long as it stands on the page.
 *
 * @module
 */
import { useEffect, useState } from "preact/hooks";
import type { FormView } from "@/lib/steps/form/form.ts";
import type { GivenParameters } from "@/lib/workspace/notebooks/notebook_view.ts";
import { KEEP_EVENT } from "@/islands/live/unsaved.ts";
import { type CellAsker, createAsker } from "./ask.ts";
import { knowRevision, PAGE_ID, revisionOf } from "./page_revision.ts";
import { createSession, type Session } from "./session.ts";

/** A cell as it was when its editor opened. */
export interface EditedCell {
  readonly notebook: string;
  readonly cell: string;
  readonly revision: number;
  readonly parameters: GivenParameters;
  readonly text: string;
  /** `null` where it is to be asked for. */
  readonly form: FormView | null;
}

/** How long typing must pause before it is saved. */
const SAVE_MILLISECONDS = 800;

/** One session as long as the editor is open; it saves what is left when it closes. */
export function useSession(
  { notebook, cell, parameters, text, form, revision }: EditedCell,
  onView: (view: ReturnType<Session["view"]>) => void,
): { readonly asker: CellAsker; readonly session: Session } {
  const [made] = useState(() => {
    const asker = createAsker({ notebook, cell, parameters });
    const session = createSession({
      asker,
      text,
      form,
      revision: () => revisionOf(notebook, revision),
      onRevision: (newer) => knowRevision(notebook, newer),
      onView,
      editor: PAGE_ID,
      pauseMilliseconds: SAVE_MILLISECONDS,
    });
    return { asker, session };
  });
  useEffect(() => {
    if (form === null) made.session.refreshForm();
  }, []);
  useEffect(() => () => {
    made.session.save();
    made.session.close();
  }, []);
  return made;
}

/** Saves before the page changes or closes, and asks before it takes away what cannot be saved. */
export function useKeeping(session: Session, save: () => Promise<void>): void {
  useEffect(() => {
    const onKeep = (event: Event) => {
      const { detail } = event as CustomEvent<Promise<unknown>[]>; // as whoever asks sends it
      detail.push(save());
    };
    const onHide = () => void save();
    const onUnload = (event: Event) => {
      void save();
      if (session.wouldLose()) event.preventDefault();
    };
    document.addEventListener(KEEP_EVENT, onKeep);
    addEventListener("pagehide", onHide);
    addEventListener("beforeunload", onUnload);
    return () => {
      document.removeEventListener(KEEP_EVENT, onKeep);
      removeEventListener("pagehide", onHide);
      removeEventListener("beforeunload", onUnload);
    };
  });
}
