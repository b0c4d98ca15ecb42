import { useRef, useState } from "preact/hooks";
import type { Problem } from "@/lib/errors.ts";
import type { CellAsker } from "./editor/ask.ts";
import { EditorStatus } from "./editor/EditorStatus.tsx";
import type { Session } from "./editor/session.ts";
import { TextEditor } from "./editor/TextEditor.tsx";
import { type EditedCell, useKeeping, useSession } from "./editor/use_session.ts";
import { FieldList, otherProblems } from "./form/FieldList.tsx";
import type { FormSpot } from "./form/spot.ts";

/** A cell that is open for editing; all of it is plain data. */
export interface CellEditorProps extends EditedCell {
  readonly tab: "form" | "text";
  /** The page, to which a browser without scripts comes back after posting. */
  readonly address: string;
  /** The page with the other tab, for the same. */
  readonly formAddress: string;
  readonly textAddress: string;
}

/** The editor of one cell, as a form or as text; without scripts both post. */
export default function CellEditor(props: CellEditorProps) {
  const { notebook, cell, address } = props;
  const [tab, setTab] = useState(props.tab);
  const [problems, setProblems] = useState(props.form?.problems ?? []);
  /** Nothing is wrong with a cell that was just added until something is written in it. */
  const [isBegun, setBegun] = useState(props.text.trim() !== "");
  const [view, setView] = useState({
    text: props.text,
    given: 0,
    taken: 0,
    form: props.form,
    status: { type: "saved" } as const,
  } as ReturnType<Session["view"]>); // The status changes later.
  const { asker, session } = useSession(props, setView);
  if (!isBegun && view.text.trim() !== "") setBegun(true);
  const frame = useRef<HTMLElement>(null);
  const close = useRef<HTMLAnchorElement>(null);
  const id = `edit-${cell}`;

  /** What was typed last is taken over when its box loses the focus. */
  const saveAll = async (run: boolean) => {
    if (run) setBegun(true);
    const active = document.activeElement;
    if (active instanceof HTMLElement && frame.current?.contains(active) && tab === "form") {
      active.blur();
      active.focus();
    }
    await session.save({ run });
  };
  const leave = async () => {
    const saved = saveAll(false);
    // At once: the next keys are for the page.
    frame.current?.closest<HTMLElement>("[data-cell]")?.focus();
    await saved;
    const { type } = session.view().status;
    if (type === "conflict" || type === "failed") return;
    // Where pages change in place, the link that closes does so too.
    close.current?.click();
  };
  const run = () => void saveAll(true);
  const choose = (chosen: "form" | "text") => {
    if (chosen === "form") session.refreshForm();
    setTab(chosen);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    if (event.key === "Escape") void leave();
    else if (event.key === "Enter" && (event.shiftKey || event.ctrlKey || event.metaKey)) run();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  useKeeping(session, () => saveAll(false));
  const action = `/api/notebooks/${notebook}/cells/${cell}/${tab}`;

  return (
    <section
      class="cell-editor"
      ref={frame}
      tabIndex={-1}
      aria-label={`Editor of ${cell}`}
      data-unsaved={view.status.type === "saved" ? undefined : ""}
      onKeyDown={onKeyDown}
    >
      <Tabs
        id={id}
        tab={tab}
        onChoose={choose}
        formAddress={props.formAddress}
        textAddress={props.textAddress}
      />
      <form
        method="post"
        action={action}
        onSubmit={(event) => {
          event.preventDefault();
          const pressed = event.submitter?.getAttribute("value");
          void saveAll(pressed === "run");
        }}
      >
        <input type="hidden" name="revision" value={props.revision} />
        <input type="hidden" name="back" value={address} />
        {/* What Enter presses: without it, it would be the first button to remove something. */}
        <button
          type="submit"
          name="then"
          value="save"
          class="unseen"
          tabIndex={-1}
          aria-hidden="true"
        >
          Save
        </button>
        <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${tab}`}>
          {tab === "text"
            ? (
              <TextEditor
                id={`${id}-body`}
                label={`${cell} as text`}
                text={view.text}
                given={view.given}
                asker={asker}
                onText={(text) => session.setText(text)}
                onMarkers={(markers) => setProblems(markers.map(({ problem }) => problem))}
                onLeave={() => void leave()}
                onRun={run}
                onFormat={() => session.format()}
              />
            )
            : (
              <FormPanel
                key={view.taken}
                id={id}
                view={view}
                isBegun={isBegun}
                session={session}
                asker={asker}
                onText={() => choose("text")}
              />
            )}
          {tab === "text" && isBegun && <Problems problems={problems} />}
        </div>
        <div class="row editor-actions">
          <button type="submit" name="then" value="run" class="primary">Run</button>
          <button type="submit" name="then" value="save">Save</button>
          {tab === "text" && (
            <button type="button" class="quiet" onClick={() => session.format()}>Format</button>
          )}
          <a class="button quiet" ref={close} href={`${address}#cell-${cell}`}>Close</a>
          <EditorStatus status={view.status} onSettle={(choice) => void session.settle(choice)} />
        </div>
      </form>
    </section>
  );
}

function Tabs({ id, tab, onChoose, formAddress, textAddress }:
  & Pick<CellEditorProps, "tab" | "formAddress" | "textAddress">
  & {
    readonly id: string;
    readonly onChoose: (tab: "form" | "text") => void;
  }) {
  const link = (name: "form" | "text", title: string, href: string) => (
    <a
      id={`${id}-${name}`}
      role="tab"
      href={href}
      aria-selected={tab === name ? "true" : "false"}
      aria-controls={`${id}-panel`}
      tabIndex={tab === name ? 0 : -1}
      onClick={(event) => {
        event.preventDefault();
        onChoose(name);
      }}
      onKeyDown={(event) => {
        if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
        const other = name === "form" ? "text" : "form";
        onChoose(other);
        document.getElementById(`${id}-${other}`)?.focus();
      }}
    >
      {title}
    </a>
  );
  return (
    <div class="tabs" role="tablist" aria-label="How to edit">
      {link("form", "Form", formAddress)}
      {link("text", "Text", textAddress)}
    </div>
  );
}

function FormPanel({ id, view: { form }, isBegun, session, asker, onText }: {
  readonly id: string;
  readonly view: ReturnType<Session["view"]>;
  readonly isBegun: boolean;
  readonly session: Session;
  readonly asker: CellAsker;
  readonly onText: () => void;
}) {
  if (form === null) return <p class="notes" aria-busy="true">The form is on its way.</p>;
  if (form.type === "broken") {
    return (
      <div>
        <p>
          This cell has no form while its text cannot be read.{" "}
          <button type="button" class="quiet" onClick={onText}>Mend the text</button>
        </p>
        <Problems problems={form.problems} />
      </div>
    );
  }
  const { fields } = form;
  const problems = isBegun ? form.problems : [];
  const marks = isBegun ? form.marks : [];
  const spot: Omit<FormSpot, "draw"> = {
    id,
    fields,
    problems,
    marks,
    onChange: session.change,
    onComplete: (field, offset, signal) =>
      asker.completeField(session.view().text, { field, offset }, signal),
  };
  return (
    <div class="form-body">
      <FieldList fields={fields} spot={spot} />
      <Problems problems={otherProblems(fields, { problems, marks })} />
    </div>
  );
}

/** What is wrong, in words. */
function Problems({ problems }: { readonly problems: readonly Problem[] }) {
  if (problems.length === 0) return null;
  return (
    <ul class="editor-problems" aria-live="polite">
      {problems.map(({ severity, message, remedy }) => (
        <li key={message} class={severity}>
          {message}
          {remedy !== null && <span class="remedy">{remedy}</span>}
        </li>
      ))}
    </ul>
  );
}
