import { Action, HiddenFields } from "@/lib/page/shell/Action.tsx";
import { Icon } from "@/lib/page/shell/Icon.tsx";
import { Menu } from "@/lib/page/shell/Menu.tsx";
import { KEPT_FORESTS } from "@/lib/steps/detect/facts.ts";
import type { CellOutput, CellView } from "@/lib/workspace/notebooks/notebook_view.ts";
import type { Moves } from "./moves.ts";
import { type NotebookPlace, openAddress } from "./place.ts";

interface CellToolsProps {
  readonly cell: CellView;
  readonly moves: Moves;
  readonly place: NotebookPlace;
}

/** Returns the id of the form by which buttons in a cell's output change it. */
export function editFormId(cell: string): string {
  return `edit-${cell}`;
}

/** What can be done with one cell: run and edit at hand, the rest in a menu. */
export function CellTools({ cell, moves, place }: CellToolsProps) {
  const { name, status } = cell;
  const isOpen = place.opened.type === "cell" && place.opened.cell === name;
  const action = `${place.address}#cell-${name}`;
  const fields = { cell: name, revision: place.revision };
  const canRun = status.state !== "disabled";
  return (
    <div class="cell-tools">
      <form id={editFormId(name)} method="post" action={action} hidden>
        <HiddenFields fields={{ ...fields, do: "edit_cell" }} />
      </form>
      {canRun && (
        <Action
          action={action}
          fields={{ ...fields, do: "run_cell" }}
          class="quiet"
          label={`Run ${name} and what it needs`}
          command="run"
        >
          <Icon name="run" />
        </Action>
      )}
      <a
        class="button quiet"
        href={openAddress(place, isOpen ? { type: "nothing" } : { type: "cell", cell: name })}
        aria-label={isOpen ? `Close the editor of ${name}` : `Edit ${name}`}
        title={isOpen ? "Close the editor" : "Edit"}
        data-command="edit"
      >
        <Icon name={isOpen ? "close" : "edit"} />
      </a>
      <Menu label={`More for ${name}`} icon="more">
        <MenuItems cell={cell} moves={moves} place={place} action={action} fields={fields} />
      </Menu>
    </div>
  );
}

/** Returns where a summary is shown as a mail, with the notebook's parameters. */
function mailAddress({ id, address }: NotebookPlace, cell: string): string {
  const [, query = ""] = address.split("?");
  return `/notebooks/${encodeURIComponent(id)}/mail/${cell}${query === "" ? "" : `?${query}`}`;
}

/** What every form of a cell sends. */
interface CellFields {
  readonly cell: string;
  readonly revision: number;
}

interface MenuItemsProps extends CellToolsProps {
  /** The page, at the cell. */
  readonly action: string;
  readonly fields: CellFields;
}

/** What is seldom done with a cell. */
function MenuItems(
  { cell: { name, kind, status, output }, moves, place, action, fields }: MenuItemsProps,
) {
  return (
    <>
      {status.state !== "disabled" && (
        <Action action={action} fields={{ ...fields, do: "run_below" }}>
          Run with all that hangs on it
        </Action>
      )}
      <Moving action={action} fields={fields} moves={moves} />
      <Action action={place.address} fields={{ ...fields, do: "duplicate_cell" }}>
        Duplicate
      </Action>
      <Action
        action={action}
        fields={{ ...fields, do: status.state === "disabled" ? "enable_cell" : "disable_cell" }}
      >
        {status.state === "disabled" ? "Take in again" : "Leave out"}
      </Action>
      <hr />
      {kind === "summary" && <a href={mailAddress(place, name)}>Preview mail</a>}
      {output !== null && <Files name={name} output={output} />}
      <Rename name={name} fields={fields} address={place.address} />
      <hr />
      <Action
        action={place.address}
        fields={{ ...fields, do: "delete_cell" }}
        class="danger"
      >
        Delete
      </Action>
    </>
  );
}

function Moving({ action, fields, moves }: Pick<MenuItemsProps, "action" | "fields" | "moves">) {
  return (
    <>
      {moves.up !== null && (
        <Action
          action={action}
          fields={{ ...fields, do: "move_cell", at: moves.up }}
          command="move-up"
        >
          Move up
        </Action>
      )}
      {moves.down !== null && (
        <Action
          action={action}
          fields={{ ...fields, do: "move_cell", at: moves.down }}
          command="move-down"
        >
          Move down
        </Action>
      )}
    </>
  );
}

interface RenameProps {
  readonly name: string;
  readonly fields: CellFields;
  readonly address: string;
}

/** A field for the cell's name. */
function Rename({ name, fields, address }: RenameProps) {
  return (
    <form method="post" action={address} class="field">
      <HiddenFields fields={{ ...fields, do: "rename_cell" }} />
      <label for={`rename-${name}`}>Name; what refers to it follows</label>
      <div class="row">
        <input
          id={`rename-${name}`}
          name="to"
          value={name}
          required
          pattern="[a-z][a-z0-9_]{0,62}"
          title="Small letters, digits and _, beginning with a letter"
          autocomplete="off"
        />
        <button type="submit">Rename</button>
      </div>
    </form>
  );
}

interface FilesProps {
  readonly name: string;
  readonly output: CellOutput;
}

/** What a cell shows, as files to keep. */
function Files({ name, output: { key, drawings, figures } }: FilesProps) {
  const base = `/api/results/${key}`;
  const rows = (format: string) => `${base}/export?${new URLSearchParams({ format, name })}`;
  const [chart] = Object.keys(drawings);
  return (
    <>
      <p class="label">
        Keep its rows as <a href={rows("csv")}>CSV</a>, <a href={rows("xlsx")}>XLSX</a>
        {" or "}
        <a href={rows("json")}>JSON</a>
        {chart !== undefined && (
          <>
            ; its chart as <a href={`${base}/charts/${chart}.png`}>PNG</a> or{" "}
            <a href={`${base}/charts/${chart}.svg`}>SVG</a>
          </>
        )}
        {figures[KEPT_FORESTS] !== undefined && (
          <>
            ; its forests as <a href={`${base}/forests?${new URLSearchParams({ name })}`}>JSON</a>
          </>
        )}
      </p>
      <hr />
    </>
  );
}
