/**
 * Every question of the workspace's contract, asked about things of one account, and what it takes:
 * one that is missing here does not compile.
 *
 * @module
 */
import type { Scope } from "@/lib/auth/roles.ts";
import type { Workspace } from "@/lib/workspace/contract.ts";
import { linkAsked } from "./link_asked.ts";

/** A question. */
export interface Question {
  /** Whom it takes: anybody, an account itself, or a scope that its role and key must have. */
  readonly takes: "nobody" | "an account" | Scope;
  /** Whether it is about something that is one account's: others find nothing. */
  readonly isOwn: boolean;
  readonly ask: (by: Workspace) => unknown;
}

/** Every question by subject and name. */
export type Questions = {
  readonly [subject in keyof Workspace]: {
    readonly [name in keyof Workspace[subject]]: Question;
  };
};

/** What somebody has. */
export interface Things {
  readonly account: string;
  readonly notebook: string;
  /** One of its cells. */
  readonly cell: string;
  /** The key of its result. */
  readonly key: string;
  readonly link: string;
  readonly digest: string;
  readonly upload: string;
  /** Of the notebook. */
  readonly schedule: string;
}

type Ask = Question["ask"];
const open = (ask: Ask): Question => ({ takes: "nobody", isOwn: false, ask });
const oneself = (ask: Ask): Question => ({ takes: "an account", isOwn: false, ask });
const admins = (ask: Ask): Question => ({ takes: "admin", isOwn: false, ask });
const some = (takes: Scope, ask: Ask): Question => ({ takes, isOwn: false, ask });
const own = (takes: Scope, ask: Ask): Question => ({ takes, isOwn: true, ask });

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** Returns every question about somebody's things. */
export function questionsAbout(things: Things): Questions {
  const { account, notebook: id, key, digest, schedule } = things;
  const parameters = {};
  // Whoever asks says that it is somebody else.
  const by = { type: "account", id: account } as const;
  const caller = { userAgent: null, address: null };
  const origin = "https://evil.example";
  const change = { id, revision: 1, editor: null, parameters };
  const cell = { notebook: id, cell: things.cell, text: "", parameters };
  const mail = { notebook: id, cell: things.cell, parameters, origin };
  const rows = { key, sort: null, where: [] };
  const days = { source: "shop", from: null, to: null };
  const series = { ...days, metric: "sales", field: "sum" } as const;
  const forecast = { ...series, horizon: 7, level: 95 };
  const batch = { mode: "strict", format: null, name: "events.csv" } as const;
  const midnight = { cron: "0 0 * * *", zone: "UTC" };
  const scheduled = { notebook: id, parameters: {}, sends: false, rules: midnight };
  const token = "no token that anybody was given";
  const email = `${account}@example.com`;
  const password = "correct horse battery";
  return {
    access: {
      who: open((to) => to.access.who({ credential: { type: "key", key: token }, address: null })),
      signUp: open((to) =>
        to.access.signUp({ email, name: "Eve", password, invitation: token, address: null })
      ),
      logIn: open((to) => to.access.logIn({ email, password, address: null })),
      refresh: open((to) => to.access.refresh({ refresh: token, address: null })),
      logOut: open((to) => to.access.logOut({ refresh: token, address: null })),
      countRequests: open((to) => to.access.countRequests({ told: [] })),
      noteClimbing: open((to) => to.access.noteClimbing({ path: "/../x", address: null })),
      noteFault: open((to) => to.access.noteFault({ request: "x", address: null })),
    },
    owner: {
      signIn: open((to) => to.owner.signIn({ token, userAgent: null })),
      session: open((to) => to.owner.session({ session: token })),
      signOut: open((to) => to.owner.signOut({ session: token })),
    },
    accounts: {
      ways: open((to) => to.accounts.ways({})),
      signIn: open((to) => to.accounts.signIn({ ...caller, email, password })),
      signUp: open((to) =>
        to.accounts.signUp({ ...caller, email, name: "Eve", password, invitation: token, origin })
      ),
      invitation: open((to) => to.accounts.invitation({ token })),
      requestReset: open((to) => to.accounts.requestReset({ email, address: null, origin })),
      reset: open((to) => to.accounts.reset({ token, password, address: null })),
      beginOpenId: open((to) => to.accounts.beginOpenId({ origin, next: "/", address: null })),
      endOpenId: open((to) => {
        const url = `${origin}/sign-in/openid/back?code=1`;
        return to.accounts.endOpenId({ ...caller, url, state: token });
      }),
      view: oneself((to) => to.accounts.view({ by, session: token })),
      rename: oneself((to) => to.accounts.rename({ by, name: "Eve" })),
      changePassword: oneself((to) =>
        to.accounts.changePassword({ by, ...caller, current: password, password: `${password}!` })
      ),
      endSession: oneself((to) => to.accounts.endSession({ by, id: token })),
      signOutEverywhere: oneself((to) => to.accounts.signOutEverywhere({ by, address: null })),
      createKey: oneself((to) =>
        to.accounts.createKey({ by, name: "More", scopes: ["metrics:read"], days: null })
      ),
      revokeKey: oneself((to) => to.accounts.revokeKey({ by, id: token })),
    },
    admin: {
      accounts: admins((to) => to.admin.accounts({ by })),
      createAccount: admins((to) =>
        to.admin.createAccount({ by, email: "new@example.com", name: "N", role: "admin", password })
      ),
      setRole: admins((to) => to.admin.setRole({ by, account, role: "admin" })),
      setDisabled: admins((to) => to.admin.setDisabled({ by, account, disabled: true })),
      endSessions: admins((to) => to.admin.endSessions({ by, account })),
      resetLink: admins((to) => to.admin.resetLink({ by, account })),
      invitations: admins((to) => to.admin.invitations({ by })),
      invite: admins((to) =>
        to.admin.invite({ by, email: "new@example.com", role: "admin", origin })
      ),
      revokeInvitation: admins((to) => to.admin.revokeInvitation({ by, id: token })),
      audit: admins((to) => to.admin.audit({ by, ...ANY_LINE, before: null, size: 10 })),
      exportAudit: admins((to) => to.admin.exportAudit({ by, ...ANY_LINE })),
      services: admins((to) => to.admin.services({ by })),
    },
    sharing: {
      // What is not there for somebody is told as such.
      right: some("notebooks:read", (to) => to.sharing.right({ notebook: id, by })),
      held: some("notebooks:read", (to) => to.sharing.held({ by })),
      people: own("notebooks:read", (to) => to.sharing.people({ notebook: id, by })),
      share: own(
        "notebooks:write",
        (to) => to.sharing.share({ notebook: id, email: "bob@example.com", verb: "edit", by }),
      ),
      unshare: own("notebooks:read", (to) => to.sharing.unshare({ notebook: id, account, by })),
      give: own(
        "notebooks:write",
        (to) => to.sharing.give({ notebook: id, email: "bob@example.com", by }),
      ),
    },
    notebooks: {
      list: some("notebooks:read", (to) => to.notebooks.list({})),
      create: some("notebooks:write", (to) => to.notebooks.create({ title: "More", account })),
      duplicate: own("notebooks:write", (to) => to.notebooks.duplicate({ id })),
      remove: own("notebooks:write", (to) => to.notebooks.remove({ id })),
      restore: own("notebooks:write", (to) => to.notebooks.restore({ id })),
      deleted: own("notebooks:read", (to) => to.notebooks.deleted({ id })),
      grants: own("notebooks:write", (to) => to.notebooks.grants({ id })),
      grant: own("notebooks:write", (to) => to.notebooks.grant({ id, allowed: [] })),
      open: own("notebooks:read", (to) => to.notebooks.open({ id, parameters })),
      cell: own("notebooks:read", (to) => to.notebooks.cell({ id, cell: things.cell, parameters })),
      source: own("notebooks:read", (to) => to.notebooks.source({ id })),
      export: own("notebooks:read", (to) => to.notebooks.export({ id, parameters, format: "md" })),
      edit: own("notebooks:write", (to) => to.notebooks.edit({ ...change, edits: [] })),
      undo: own("notebooks:write", (to) => to.notebooks.undo(change)),
      redo: own("notebooks:write", (to) => to.notebooks.redo(change)),
      run: own(
        "notebooks:run",
        (to) => to.notebooks.run({ id, what: { type: "all" }, parameters }),
      ),
      cancel: own("notebooks:run", (to) => to.notebooks.cancel({ id })),
      write: own("notebooks:write", (to) => to.notebooks.write({ ...change, text: "" })),
      check: own("notebooks:read", (to) => to.notebooks.check({ id, text: null, parameters })),
      runs: own("notebooks:read", (to) => to.notebooks.runs({ id, after: null, limit: 10 })),
      readRun: own("notebooks:read", (to) => to.notebooks.readRun({ id, run: token })),
      followRun: own("notebooks:read", (to) => to.notebooks.followRun({ id, run: token })),
      follow: own("notebooks:read", (to) => to.notebooks.follow({ id, after: null })),
      history: own("notebooks:read", (to) => to.notebooks.history({ id })),
      compare: own("notebooks:read", (to) => to.notebooks.compare({ id, before: 1, after: 1 })),
      restoreRevision: own(
        "notebooks:write",
        (to) => to.notebooks.restoreRevision({ ...change, to: 1 }),
      ),
    },
    editing: {
      complete: own("notebooks:write", (to) => to.editing.complete({ ...cell, offset: 0 })),
      check: own("notebooks:write", (to) => to.editing.check(cell)),
      hover: own("notebooks:write", (to) => to.editing.hover({ ...cell, offset: 0 })),
      format: own("notebooks:write", (to) => to.editing.format(cell)),
      form: own("notebooks:write", (to) => to.editing.form(cell)),
      change: own("notebooks:write", (to) => to.editing.change({ ...cell, changes: [] })),
      post: own("notebooks:write", (to) => to.editing.post({ ...cell, fields: [] })),
    },
    files: {
      begin: some("notebooks:write", (to) => to.files.begin({ name: "a.csv", bytes: 10, account })),
      append: own(
        "notebooks:write",
        (to) => to.files.append({ id: things.upload, offset: 0 }, nothing()),
      ),
      take: some("notebooks:write", (to) => to.files.take({ name: "a.csv", account }, nothing())),
      upload: own("notebooks:write", (to) => to.files.upload({ id: things.upload })),
      cancel: own("notebooks:write", (to) => to.files.cancel({ id: things.upload })),
      preview: own("notebooks:read", (to) => to.files.preview({ digest, options: {} })),
      previews: own("notebooks:read", (to) => to.files.previews({ digest, options: {} })),
      firstNotebook: own(
        "notebooks:write",
        (to) => to.files.firstNotebook({ digest, options: {} }),
      ),
      list: some("notebooks:read", (to) => to.files.list({ account })),
      remove: own("notebooks:write", (to) => to.files.remove({ digest, account })),
      restore: own("notebooks:write", (to) => to.files.restore({ digest })),
      rejected: own("notebooks:read", (to) => to.files.rejected({ digest, options: {} })),
    },
    tables: {
      page: own("notebooks:read", (to) => to.tables.page({ ...rows, offset: 0, limit: 10 })),
      statistics: own("notebooks:read", (to) => to.tables.statistics({ key, column: "sales" })),
      export: own("notebooks:read", (to) => to.tables.export({ ...rows, format: "csv" })),
      chart: own(
        "notebooks:read",
        (to) => to.tables.chart({ key, place: 0, format: "svg", theme: "light" }),
      ),
      figure: own("notebooks:read", (to) => to.tables.figure({ key, place: 0 })),
      forests: own("notebooks:read", (to) => to.tables.forests({ key })),
      rejected: own("notebooks:read", (to) => to.tables.rejected({ key })),
    },
    links: {
      create: own("notebooks:write", (to) => to.links.create(linkAsked({ notebook: id }))),
      list: own("notebooks:write", (to) => to.links.list({ notebook: id })),
      revoke: own("notebooks:write", (to) => to.links.revoke({ id: things.link })),
      restore: own("notebooks:write", (to) => to.links.restore({ id: things.link })),
      open: open((to) => to.links.open({ token, parameters, password: null, grant: null })),
      export: open((to) =>
        to.links.export({ token, parameters, password: null, grant: null, format: "html" })
      ),
    },
    mail: {
      preview: own("messages:send", (to) => to.mail.preview(mail)),
      send: own("messages:send", (to) => to.mail.send({ ...mail, digest: "", again: false, by })),
      sent: own("messages:send", (to) => to.mail.sent({ notebook: id, cell: things.cell })),
      subscription: open((to) => to.mail.subscription({ token })),
      stop: open((to) => to.mail.stop({ token })),
    },
    seen: {
      figures: open((to) => to.seen.figures({})),
      ready: open((to) => to.seen.ready({})),
      overdue: open((to) => to.seen.overdue({})),
    },
    metrics: {
      sources: some("metrics:read", (to) => to.metrics.sources({ after: null, limit: 10 })),
      source: some("metrics:read", (to) => to.metrics.source({ id: 1 })),
      version: some("metrics:read", (to) => to.metrics.version({ source: "shop" })),
      names: some("metrics:read", (to) => to.metrics.names({ source: "shop" })),
      daily: some(
        "metrics:read",
        (to) =>
          to.metrics.daily({ ...days, metric: null, distinct: false, after: null, limit: 10 }),
      ),
      export: some("metrics:read", (to) => to.metrics.export({ ...days, metric: null })),
      recompute: some(
        "events:write",
        (to) => to.metrics.recompute({ source: "shop", from: "2026-01-01", to: "2026-01-02" }),
      ),
      judge: some(
        "metrics:read",
        (to) => to.metrics.judge({ ...series, judging: { method: "seasonal", threshold: 3 } }),
      ),
      forecast: some("metrics:read", (to) => to.metrics.forecast(forecast)),
      runForecast: some("events:write", (to) => to.metrics.runForecast(forecast)),
      forecasts: some(
        "metrics:read",
        (to) => to.metrics.forecasts({ source: "shop", metric: null, after: null, limit: 10 }),
      ),
    },
    events: {
      ingest: some("events:write", (to) => {
        const asked = { source: "shop", dateOrder: null, zone: null, corrects: null };
        return to.events.ingest({ ...batch, ...asked }, nothing());
      }),
      correct: some(
        "events:write",
        (to) => to.events.correct({ ...batch, batch: token }, nothing()),
      ),
      replay: some("events:write", (to) => to.events.replay({ batch: token })),
      batches: some("events:write", (to) => to.events.batches({ limit: 10, after: null })),
      batch: some("events:write", (to) => to.events.batch({ batch: token })),
      rejected: some("events:write", (to) => to.events.rejected({ batch: token })),
    },
    sources: {
      view: some("metrics:read", (to) => to.sources.view({})),
      setZone: some("events:write", (to) => to.sources.setZone({ source: "shop", zone: "UTC" })),
      remove: admins((to) => to.sources.remove({ by, id: 1 })),
      restore: admins((to) => to.sources.restore({ by, id: 1 })),
      dashboard: some("metrics:read", (to) => to.sources.dashboard({ source: null })),
    },
    sales: {
      admit: some("messages:send", (to) => to.sales.admit({ address: null, caller: "x" })),
      insight: some("messages:send", (to) => {
        const asked = { fileName: "a.csv", mediaType: "text/csv", email, origin, address: null };
        return to.sales.insight({ ...asked, account }, nothing());
      }),
    },
    schedules: {
      list: some("notebooks:read", (to) => to.schedules.list({})),
      read: own("notebooks:read", (to) => to.schedules.read({ schedule })),
      create: own("notebooks:write", (to) => to.schedules.create({ ...scheduled, by })),
      change: own(
        "notebooks:write",
        (to) => to.schedules.change({ schedule, revision: 1, change: { cron: "* * * * *" }, by }),
      ),
      remove: own("notebooks:write", (to) => to.schedules.remove({ schedule, by })),
      restore: own("notebooks:write", (to) => to.schedules.restore({ schedule, by })),
      run: own("notebooks:run", (to) => to.schedules.run({ schedule, by })),
      cancel: own("notebooks:run", (to) => to.schedules.cancel({ schedule, run: token })),
      runs: own("notebooks:read", (to) => to.schedules.runs({ schedule, after: null, limit: 1 })),
      readRun: own("notebooks:read", (to) => to.schedules.readRun({ schedule, run: token })),
      preview: some("notebooks:read", (to) => to.schedules.preview(midnight)),
    },
  };
}

const ANY_LINE = { event: null, account: null, from: null, to: null, email: null };
