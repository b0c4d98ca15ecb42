/**
 * What a stranger's notebook may read: what the owner granted it, by name, and nothing else.
 *
 * @module
 */
import type { Database, Session } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import { cellsOf, type Notebook } from "@/lib/notebook/model.ts";
import type { EventSources, Sources } from "@/lib/steps/sources.ts";
import { digestIn } from "@/lib/steps/detect/forest_file.ts";
import type { GrantView } from "./notebook_view.ts";

/** Something outside of a notebook. */
export type Outside = Pick<GrantView, "type" | "name">;

/** What a notebook may read. */
export type Guard =
  | { readonly type: "own" }
  | { readonly type: "guarded"; readonly granted: ReadonlySet<string> };

/** Returns what a notebook may read. */
export async function loadGuard(database: Database, id: string): Promise<Guard> {
  const rows = await database.query<{ type: string | null; name: string | null }>(
    "select g.type, g.name from daybook.guarded_notebooks n " +
      "left join daybook.grants g on g.notebook = n.notebook where n.notebook = $1",
    [id],
  );
  if (rows.length === 0) return { type: "own" };
  const granted = rows.flatMap(({ type, name }) =>
    type === null || name === null ? [] : [`${type} ${name}`]
  );
  return { type: "guarded", granted: new Set(granted) };
}

/** Marks a notebook as a stranger's; `granted` is what it may read all the same. */
export async function saveGuard(session: Session, id: string, guard: Guard): Promise<void> {
  if (guard.type === "own") return;
  const now = new Date().toISOString();
  await session.kysely.insertInto("guarded_notebooks").values({ notebook: id, guarded_at: now })
    .onConflict((conflict) => conflict.doNothing()).execute();
  if (guard.granted.size === 0) return;
  const grants = [...guard.granted].map((one) => {
    const [type] = one.split(" ", 1);
    return { notebook: id, type, name: one.slice(type.length + 1), granted_at: now };
  });
  await session.kysely.insertInto("grants").values(grants)
    .onConflict((conflict) => conflict.doNothing()).execute();
}

/** Returns the guard with these granted too. */
export function withGrants(guard: Guard, allowed: readonly Outside[]): Guard {
  if (guard.type === "own") return guard;
  return { type: "guarded", granted: new Set([...guard.granted, ...allowed.map(idOf)]) };
}

/** Tells what the cells of a notebook name, and whether it may be read. */
export function listGrants(notebook: Notebook, guard: Guard): readonly GrantView[] {
  const cells = new Map<string, GrantView & { readonly cells: string[] }>();
  for (const cell of cellsOf(notebook)) {
    for (const outside of namedBy(cell.kind, cell.body.values)) {
      const id = idOf(outside);
      const known = cells.get(id);
      if (known === undefined) {
        cells.set(id, { ...outside, cells: [cell.name], granted: isGranted(guard, outside) });
      } else known.cells.push(cell.name);
    }
  }
  return [...cells.values()];
}

/** Returns the digests of the uploads that cells name, by themselves or by a parameter's values. */
export function uploadsIn(notebook: Notebook): ReadonlySet<string> {
  const named = cellsOf(notebook).flatMap(({ kind, body }) => [...namedBy(kind, body.values)]);
  return new Set(named.flatMap(({ type, name }) => {
    const parameter = PARAMETER.exec(name)?.[1];
    if (parameter === undefined) return type === "upload" ? [name] : [];
    return valuesOf(notebook, parameter).flatMap((value) => digestIn(value) ?? []);
  }));
}

/** A parameter in the place of a value. */
const PARAMETER = /^\$\{([^{}]*)\}$/;

/** The values of a parameter that the notebook tells. */
function valuesOf({ head }: Notebook, name: string): readonly string[] {
  for (const [known, declaration] of head.parameters) {
    if (known !== name) continue;
    if (declaration.type === "text") return [declaration.default];
    if (declaration.type === "choice") return [declaration.default, ...declaration.options ?? []];
  }
  return [];
}

/** Returns sources that refuse what was not granted. */
export function guardSources(sources: Sources, guard: Guard): Sources {
  if (guard.type === "own") return sources;
  const demand = (type: GrantView["type"], name: string) => {
    if (!isGranted(guard, { type, name })) throw refuse(type, name);
  };
  return {
    async file(path) {
      demand("file", path);
      return await sources.file(path);
    },
    async upload(digest) {
      demand("upload", digest);
      return await sources.upload(digest);
    },
    async rows(connection, asked) {
      demand("connection", connection);
      return await sources.rows(connection, asked);
    },
    ...(sources.events === undefined ? {} : { events: guardEvents(sources.events, demand) }),
  };
}

/** A stranger's notebook is told no names of sources either. */
function guardEvents(
  events: EventSources,
  demand: (type: "source", name: string) => void,
): EventSources {
  return {
    known: () => Promise.resolve({ sources: [], metrics: [] }),
    async find(asked) {
      for (const name of asked.sources === "all" ? [ALL] : asked.sources) demand("source", name);
      return await events.find(asked);
    },
  };
}

function isGranted(guard: Guard, outside: Outside): boolean {
  if (guard.type === "own" || guard.granted.has(idOf(outside))) return true;
  // Who may take the events of all sources may take those of one.
  return outside.type === "source" && guard.granted.has(idOf({ type: "source", name: ALL }));
}

/** What stands for every source. */
const ALL = "all";

function idOf({ type, name }: Outside): string {
  return `${type} ${name}`;
}

/** What a body names, as its step hands it to the sources: a load, or a detect with stored forests. */
function namedBy(
  kind: string,
  { file, upload, connection, source, model }: Readonly<Record<string, unknown>>,
): readonly Outside[] {
  if (kind === "detect" && typeof model === "string") {
    const digest = digestIn(model.trim());
    return [
      digest === null ? { type: "file", name: model.trim() } : { type: "upload", name: digest },
    ];
  }
  if (kind !== "load") return [];
  if (typeof upload === "string") {
    return [{ type: "upload", name: upload.replace(/^sha256:/, "") }];
  }
  if (typeof connection === "string") return [{ type: "connection", name: connection }];
  if (source !== undefined && source !== null) {
    const names = new Set((Array.isArray(source) ? source : [source]).map(String));
    // Any source may be put in the place of a parameter.
    return [...names].map((name) => ({
      type: "source",
      name: name.startsWith("${") ? ALL : name,
    }));
  }
  return typeof file === "string" ? [{ type: "file", name: file }] : [];
}

function refuse(type: GrantView["type"], name: string): AppError {
  const message = "Cannot read what the owner has not granted to this notebook: " +
    `current value is the ${type} "${name}"`;
  return new AppError("NOT_GRANTED", message, {
    problems: [{
      severity: "error",
      code: "NOT_GRANTED",
      message,
      place: { key: type },
      remedy: "Grant it, if the notebook is to read it",
    }],
  });
}
