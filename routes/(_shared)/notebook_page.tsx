/**
 * A notebook's page, put together from its view and what its address has open.
 *
 * @module
 */
import { asset, Head } from "@daybook/web/runtime";
import type { ComponentChildren } from "preact";
import { CellForm } from "@/lib/page/notebook/CellForm.tsx";
import { ConflictView } from "@/lib/page/notebook/ConflictView.tsx";
import { NotebookPage } from "@/lib/page/notebook/NotebookPage.tsx";
import type { NotebookPlace } from "@/lib/page/notebook/place.ts";
import type { LineDifference, NotebookView } from "@/lib/workspace/notebooks/contract.ts";
import CommandPalette from "@/islands/CommandPalette.tsx";
import NotebookLive from "@/islands/NotebookLive.tsx";
import ParameterBar from "@/islands/ParameterBar.tsx";
import type { PageAddress } from "./address.ts";
import type { FormTexts } from "./notebook_form.ts";

/** What a notebook's page shows. */
export interface NotebookPageData {
  readonly view: NotebookView;
  readonly at: PageAddress;
  /** What was refused because somebody saved first; `null` where nothing was. */
  readonly conflict: {
    readonly differences: readonly LineDifference[];
    readonly form: FormTexts;
  } | null;
}

/** Draws the page. */
export function drawNotebook({ view, at, conflict }: NotebookPageData): ComponentChildren {
  const place: NotebookPlace = {
    id: view.id,
    revision: view.revision,
    address: at.address,
    editable: true,
    opened: at.opened,
  };
  return (
    <>
      <NotebookHead title={view.title} />
      <NotebookPage
        view={view}
        place={place}
        live={<NotebookLive id={view.id} />}
        controls={view.parameters.length > 0 && (
          <ParameterBar parameters={view.parameters} path={`/notebooks/${view.id}`} />
        )}
        editor={(cell) => <CellForm cell={cell} place={place} />}
      >
        {conflict !== null && (
          <ConflictView
            differences={conflict.differences}
            address={at.address}
            fields={{ ...conflict.form, revision: String(view.revision) }}
          />
        )}
      </NotebookPage>
      <CommandPalette />
    </>
  );
}

/** The title and styles of a notebook's pages. */
export function NotebookHead({ title }: { readonly title: string }) {
  return (
    <Head>
      <title>{`${title} · Daybook`}</title>
      <link rel="stylesheet" href={asset("/notebook.css")} />
    </Head>
  );
}
