/**
 * How each method of the workspace answers, which its types alone cannot tell a running program.
 *
 * @module
 */
import type { Workspace } from "./contract.ts";

/** How a method of the workspace answers: a value, values, bytes; or what it takes: bytes. */
export type Shape = "value" | "values" | "bytes" | "takes_bytes";

type ShapeOf<Asks> = Asks extends (asked: never) => AsyncIterable<Uint8Array> ? "bytes"
  : Asks extends (asked: never) => AsyncIterable<unknown> ? "values"
  : Asks extends (asked: never) => Promise<unknown> ? "value"
  : Asks extends (asked: never, bytes: AsyncIterable<Uint8Array>) => Promise<unknown>
    ? "takes_bytes"
  : never;

/** Every method of the contract: one that is missing here, or has another shape, does not compile. */
const SHAPES: {
  readonly [subject in keyof Workspace]: {
    readonly [name in keyof Workspace[subject]]: ShapeOf<Workspace[subject][name]>;
  };
} = {
  access: {
    who: "value",
    signUp: "value",
    logIn: "value",
    refresh: "value",
    logOut: "value",
    countRequests: "value",
    noteClimbing: "value",
    noteFault: "value",
  },
  owner: { signIn: "value", session: "value", signOut: "value" },
  accounts: {
    ways: "value",
    signIn: "value",
    signUp: "value",
    invitation: "value",
    requestReset: "value",
    reset: "value",
    beginOpenId: "value",
    endOpenId: "value",
    view: "value",
    rename: "value",
    changePassword: "value",
    endSession: "value",
    signOutEverywhere: "value",
    createKey: "value",
    revokeKey: "value",
  },
  admin: {
    accounts: "value",
    createAccount: "value",
    setRole: "value",
    setDisabled: "value",
    endSessions: "value",
    resetLink: "value",
    invitations: "value",
    invite: "value",
    revokeInvitation: "value",
    audit: "value",
    exportAudit: "bytes",
    services: "value",
  },
  sharing: {
    right: "value",
    held: "value",
    people: "value",
    share: "value",
    unshare: "value",
    give: "value",
  },
  notebooks: {
    list: "value",
    create: "value",
    duplicate: "value",
    remove: "value",
    restore: "value",
    deleted: "value",
    grants: "value",
    grant: "value",
    open: "value",
    cell: "value",
    source: "value",
    export: "bytes",
    edit: "value",
    undo: "value",
    redo: "value",
    run: "value",
    cancel: "value",
    write: "value",
    check: "value",
    runs: "value",
    readRun: "value",
    followRun: "values",
    follow: "values",
    history: "value",
    compare: "value",
    restoreRevision: "value",
  },
  editing: {
    complete: "value",
    check: "value",
    hover: "value",
    format: "value",
    form: "value",
    change: "value",
    post: "value",
  },
  files: {
    begin: "value",
    append: "takes_bytes",
    take: "takes_bytes",
    upload: "value",
    cancel: "value",
    preview: "value",
    previews: "values",
    firstNotebook: "value",
    list: "value",
    remove: "value",
    restore: "value",
    rejected: "bytes",
  },
  tables: {
    page: "value",
    statistics: "value",
    export: "bytes",
    chart: "bytes",
    figure: "value",
    forests: "bytes",
    rejected: "bytes",
  },
  links: {
    create: "value",
    list: "value",
    revoke: "value",
    restore: "value",
    open: "value",
    export: "bytes",
  },
  mail: { preview: "value", send: "value", sent: "value", subscription: "value", stop: "value" },
  schedules: {
    list: "value",
    read: "value",
    create: "value",
    change: "value",
    remove: "value",
    restore: "value",
    run: "value",
    cancel: "value",
    runs: "value",
    readRun: "value",
    preview: "value",
  },
  sales: { admit: "value", insight: "takes_bytes" },
  seen: { figures: "value", ready: "value", overdue: "value" },
  metrics: {
    sources: "value",
    source: "value",
    version: "value",
    names: "value",
    daily: "value",
    export: "bytes",
    recompute: "value",
    judge: "value",
    forecast: "value",
    runForecast: "value",
    forecasts: "value",
  },
  events: {
    ingest: "takes_bytes",
    correct: "takes_bytes",
    replay: "value",
    batches: "value",
    batch: "value",
    rejected: "bytes",
  },
  sources: {
    view: "value",
    setZone: "value",
    remove: "value",
    restore: "value",
    dashboard: "value",
  },
};

/** Returns the methods of each subject by their names. */
export function everyMethod(): readonly (readonly [
  string,
  readonly (readonly [string, Shape])[],
])[] {
  return Object.entries(SHAPES).map(([subject, methods]) => [subject, Object.entries(methods)]);
}
