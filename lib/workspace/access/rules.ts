/**
 * What each question takes: a role and a scope, and a thing that must be the asker's.
 *
 * A question that is missing here does not compile, so that nothing is open by mistake.
 *
 * @module
 */
import type { Access } from "@/lib/auth/access.ts";
import type { Database } from "@/lib/db/database.ts";
import type { Workspace } from "@/lib/workspace/contract.ts";
import type { ScheduleChange } from "@/lib/workspace/schedules/contract.ts";
import type { NotebookRight } from "@/lib/workspace/sharing/contract.ts";
import type { Thing } from "./things.ts";

/** What a question takes. */
export interface Rule<Asked> {
  readonly access: Access;
  /** What else it takes, for what is asked of something that is the asker's; `null` where nothing. */
  readonly also?: (asked: Asked, database: Database) => Access | null | Promise<Access | null>;
  /** What has to be the asker's. */
  readonly of?: (asked: Asked) => Thing;
}

type AskedOf<Method> = Method extends (asked: infer Asked, ...rest: never[]) => unknown ? Asked
  : never;

/** The rules of every question. */
export type Rules = {
  readonly [subject in keyof Workspace]: {
    readonly [name in keyof Workspace[subject]]: Rule<AskedOf<Workspace[subject][name]>>;
  };
};

const OPEN = { access: "everyone" } as const;
const ADMINS = { access: "admin" } as const;
const THEMSELVES = { access: "signed_in" } as const;
/** Sources of events are the workspace's: whoever may read figures reads them. */
const FIGURES = { access: "metrics:read" } as const;

/** So are the events themselves: whoever may send some may correct them. */
const EVENTS = { access: "events:write" } as const;

/** Of a notebook that the asker may see, edit or has. */
function notebook(access: Access, right: NotebookRight) {
  return {
    access,
    of: ({ id }: { readonly id: string }): Thing => ({ type: "notebook", id, right }),
  };
}

/** Of a cell of a notebook that the asker edits. */
const CELL = {
  access: "notebooks:write",
  of: ({ notebook: id }: { readonly notebook: string }): Thing => ({
    type: "notebook",
    id,
    right: "edit",
  }),
} as const;

/** Of a file that the asker has sent. */
function file(access: Access) {
  return {
    access,
    of: ({ digest }: { readonly digest: string }): Thing => ({ type: "file", digest }),
  };
}

/** Of an upload that the asker has begun. */
const UPLOAD = {
  access: "notebooks:write",
  of: ({ id }: { readonly id: string }): Thing => ({ type: "upload", id }),
} as const;

/** Of a result that a notebook of the asker shows, or a link that is read. */
const RESULT = {
  access: "notebooks:read",
  of: ({ key }: { readonly key: string }): Thing => ({ type: "result", key }),
} as const;

/** Of the links of a notebook that the asker has. */
const LINKS = {
  access: "notebooks:write",
  of: ({ notebook: id }: { readonly notebook: string }): Thing => ({
    type: "notebook",
    id,
    right: "own",
  }),
} as const;

/** Of a link to a notebook that the asker has. */
const LINK = {
  access: "notebooks:write",
  of: ({ id }: { readonly id: string }): Thing => ({ type: "link", id }),
} as const;

/** Of a summary of a notebook that the asker edits. */
const MAIL = { ...CELL, access: "messages:send" } as const;

/** Of a schedule that the asker may change. */
function schedule(access: Access) {
  return {
    access,
    of: ({ schedule: id }: { readonly schedule: string }): Thing => ({ type: "schedule", id }),
  };
}

/** Who lets letters go out by the clock may send them. */
function sending(
  { sends = false, alertTo = null }: {
    readonly sends?: boolean;
    readonly alertTo?: string | null;
  },
): Access | null {
  return sends || alertTo !== null ? "messages:send" : null;
}

/** So does who saves a schedule that lets them go out already, unless they pause it or end that. */
async function saving(
  { schedule: id, change }: { readonly schedule: string; readonly change: ScheduleChange },
  { kysely }: Pick<Database, "kysely">,
): Promise<Access | null> {
  const isPausing = Object.keys(change).every((name) => name === "active");
  if (change.sends !== undefined || isPausing) return sending(change);
  const row = await kysely.selectFrom("schedules").select("sends").where("id", "=", id)
    .executeTakeFirst();
  return sending({ ...change, sends: row?.sends ?? false });
}

/** What every question takes. */
export const RULES: Rules = {
  // These say who asks, or let somebody in: each looks at what it is shown.
  access: {
    who: OPEN,
    signUp: OPEN,
    logIn: OPEN,
    refresh: OPEN,
    logOut: OPEN,
    countRequests: OPEN,
    noteClimbing: OPEN,
    noteFault: OPEN,
  },
  owner: { signIn: OPEN, session: OPEN, signOut: OPEN },
  accounts: {
    ways: OPEN,
    signIn: OPEN,
    signUp: OPEN,
    invitation: OPEN,
    requestReset: OPEN,
    reset: OPEN,
    beginOpenId: OPEN,
    endOpenId: OPEN,
    view: THEMSELVES,
    rename: THEMSELVES,
    changePassword: THEMSELVES,
    endSession: THEMSELVES,
    signOutEverywhere: THEMSELVES,
    createKey: THEMSELVES,
    revokeKey: THEMSELVES,
  },
  admin: {
    accounts: ADMINS,
    createAccount: ADMINS,
    setRole: ADMINS,
    setDisabled: ADMINS,
    endSessions: ADMINS,
    resetLink: ADMINS,
    invitations: ADMINS,
    invite: ADMINS,
    revokeInvitation: ADMINS,
    audit: ADMINS,
    exportAudit: ADMINS,
    services: ADMINS,
  },
  // Each looks at what the asker may do with the notebook.
  sharing: {
    right: { access: "notebooks:read" },
    held: { access: "notebooks:read" },
    people: { access: "notebooks:read" },
    share: { access: "notebooks:write" },
    unshare: { access: "notebooks:read" },
    give: { access: "notebooks:write" },
  },
  notebooks: {
    list: { access: "notebooks:read" },
    create: { access: "notebooks:write" },
    duplicate: notebook("notebooks:write", "view"),
    remove: notebook("notebooks:write", "own"),
    restore: notebook("notebooks:write", "own"),
    deleted: notebook("notebooks:read", "own"),
    grants: notebook("notebooks:write", "edit"),
    grant: notebook("notebooks:write", "own"),
    open: notebook("notebooks:read", "view"),
    cell: notebook("notebooks:read", "view"),
    // What it was before is of who works on it, not of whom it was shared with as it is.
    source: {
      access: "notebooks:read",
      of: ({ id, revision }) => ({
        type: "notebook",
        id,
        right: revision === undefined ? "view" : "edit",
      }),
    },
    export: notebook("notebooks:read", "view"),
    edit: notebook("notebooks:write", "edit"),
    undo: notebook("notebooks:write", "edit"),
    redo: notebook("notebooks:write", "edit"),
    run: notebook("notebooks:run", "view"),
    // One run is stopped by whom it is for.
    cancel: {
      access: "notebooks:run",
      of: ({ id, run }) => ({ type: "notebook", id, right: run === undefined ? "edit" : "view" }),
    },
    write: notebook("notebooks:write", "edit"),
    // A text of the asker's own is planned with what the notebook may read.
    check: {
      access: "notebooks:read",
      also: ({ text }) => text === null ? null : "notebooks:write",
      of: ({ id, text }) => ({ type: "notebook", id, right: text === null ? "view" : "edit" }),
    },
    runs: notebook("notebooks:read", "edit"),
    // Who may only view is told of runs for viewers, and of those which they know by their id.
    readRun: notebook("notebooks:read", "view"),
    followRun: notebook("notebooks:read", "view"),
    follow: notebook("notebooks:read", "view"),
    history: notebook("notebooks:read", "edit"),
    compare: notebook("notebooks:read", "edit"),
    restoreRevision: notebook("notebooks:write", "edit"),
  },
  editing: {
    complete: CELL,
    check: CELL,
    hover: CELL,
    format: CELL,
    form: CELL,
    change: CELL,
    post: CELL,
  },
  files: {
    begin: { access: "notebooks:write" },
    append: UPLOAD,
    take: { access: "notebooks:write" },
    upload: UPLOAD,
    cancel: UPLOAD,
    preview: file("notebooks:read"),
    previews: file("notebooks:read"),
    firstNotebook: file("notebooks:write"),
    list: { access: "notebooks:read" },
    remove: file("notebooks:write"),
    restore: file("notebooks:write"),
    rejected: file("notebooks:read"),
  },
  tables: {
    page: RESULT,
    statistics: RESULT,
    export: RESULT,
    chart: RESULT,
    figure: RESULT,
    forests: RESULT,
    rejected: RESULT,
  },
  links: {
    create: LINKS,
    list: LINKS,
    revoke: LINK,
    restore: LINK,
    // Whoever has the token: the link itself says what it opens.
    open: OPEN,
    export: OPEN,
  },
  mail: {
    preview: MAIL,
    send: MAIL,
    sent: MAIL,
    // Whoever has the token of a letter's last link.
    subscription: OPEN,
    stop: OPEN,
  },
  metrics: {
    sources: FIGURES,
    source: FIGURES,
    version: FIGURES,
    names: FIGURES,
    daily: FIGURES,
    export: FIGURES,
    recompute: { access: "events:write" },
    judge: FIGURES,
    forecast: FIGURES,
    runForecast: { access: "events:write" },
    forecasts: FIGURES,
  },
  events: {
    ingest: EVENTS,
    correct: EVENTS,
    replay: EVENTS,
    batches: EVENTS,
    batch: EVENTS,
    rejected: EVENTS,
  },
  sources: {
    view: FIGURES,
    setZone: { access: "events:write" },
    remove: ADMINS,
    restore: ADMINS,
    dashboard: FIGURES,
  },
  schedules: {
    list: { access: "notebooks:read" },
    read: schedule("notebooks:read"),
    create: { ...CELL, also: ({ sends, rules }) => sending({ sends, ...rules }) },
    change: { ...schedule("notebooks:write"), also: saving },
    remove: schedule("notebooks:write"),
    restore: schedule("notebooks:write"),
    run: schedule("notebooks:run"),
    cancel: schedule("notebooks:run"),
    runs: schedule("notebooks:read"),
    readRun: schedule("notebooks:read"),
    preview: { access: "notebooks:read" },
  },
  // What operators ask: whether it runs, and counts of what it did. The routes say who may.
  seen: { figures: OPEN, ready: OPEN, overdue: OPEN },
  // Both send mail in the end.
  sales: { admit: { access: "messages:send" }, insight: { access: "messages:send" } },
};
