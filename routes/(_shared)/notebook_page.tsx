/**
 * A notebook's page, put together from its view and what its address has open.
 *
 * @module
 */
import { asset, Head } from "@daybook/web/runtime";
import type { ComponentChildren } from "preact";
import { ConflictView } from "@/lib/page/notebook/ConflictView.tsx";
import { NotebookPage } from "@/lib/page/notebook/NotebookPage.tsx";
import { hasPeriod, type NotebookPlace, openAddress } from "@/lib/page/notebook/place.ts";
import { Notice } from "@/lib/page/shell/Notice.tsx";
import type { FormView } from "@/lib/steps/form/form.ts";
import type { NotebookView } from "@/lib/workspace/notebooks/notebook_view.ts";
import type { LineDifference } from "@/lib/workspace/notebooks/revision_view.ts";
import CellEditor from "@/islands/CellEditor.tsx";
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
  /** The form of the cell that is open, where there is one. */
  readonly form: FormView | null;
  /** The cell whose text could not be saved, as it was another one by then; `null` for none. */
  readonly unsaved: string | null;
}

/** Draws the page. */
export function drawNotebook(data: NotebookPageData): ComponentChildren {
  const { view, at, conflict, unsaved } = data;
  const place: NotebookPlace = {
    id: view.id,
    revision: view.revision,
    address: at.address,
    editable: true,
    opened: at.opened,
    setsRange: hasPeriod(view),
  };
  return (
    <>
      <NotebookHead title={view.title} />
      <NotebookPage
        view={view}
        place={place}
        live={<NotebookLive id={view.id} />}
        told={data.form?.problems ?? []}
        controls={view.parameters.length > 0 && (
          <ParameterBar parameters={view.parameters} path={`/notebooks/${view.id}`} />
        )}
        editor={({ name, text }) => (
          <CellEditor
            notebook={view.id}
            cell={name}
            revision={view.revision}
            parameters={at.parameters}
            text={text}
            form={data.form}
            tab={tabOf(at)}
            address={at.address}
            formAddress={openAddress(place, { type: "cell", cell: name, tab: "form" })}
            textAddress={openAddress(place, { type: "cell", cell: name, tab: "text" })}
          />
        )}
      >
        {unsaved !== null && <UnsavedNotice cell={unsaved} />}
        {conflict !== null && (
          <ConflictView
            differences={conflict.differences}
            address={at.address}
            fields={{ ...conflict.form, revision: String(view.revision) }}
          />
        )}
      </NotebookPage>
    </>
  );
}

function tabOf({ opened }: PageAddress): "form" | "text" {
  return opened.type === "cell" && opened.tab !== undefined ? opened.tab : "form";
}

function UnsavedNotice({ cell }: { readonly cell: string }) {
  return (
    <Notice tone="error">
      <span>
        <strong>{cell} was not saved:</strong>{" "}
        somebody changed it meanwhile. What you wrote is one step back in your browser.
      </span>
    </Notice>
  );
}

/** The title and styles of a notebook's pages. */
export function NotebookHead({ title }: { readonly title: string }) {
  return (
    <Head>
      <title>{`${title} · Daybook`}</title>
      <link rel="stylesheet" href={asset("/notebook.css")} />
      <link rel="stylesheet" href={asset("/tables.css")} />
      <link rel="stylesheet" href={asset("/editor.css")} />
    </Head>
  );
}
