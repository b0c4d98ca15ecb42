/**
 * What admins do, over one database. Each method looks at who asks.
 *
 * @module
 */
import { invite, listInvitations, revokeInvitation } from "@/lib/auth/accounts/invitations.ts";
import { sendLetter } from "@/lib/workspace/accounts/letters.ts";
import { nameOf, type PeopleServices, refuseOthers } from "@/lib/workspace/accounts/services.ts";
import { exportAudit, listAudit } from "./audit_lines.ts";
import { roomState } from "./room_state.ts";
import type { Room } from "@/lib/ingest/room.ts";
import type { AccountEntry, Admin, ServiceState } from "./contract.ts";

/** Makes what admins ask. */
export function createAdmin(
  services: PeopleServices,
  { states, room }: { readonly states: readonly ServiceState[]; readonly room: Room },
): Admin {
  const { auth, database, mailer, now } = services;
  const { administration, resets, audit } = auth;
  const from = { database, audit };
  const allowed = (asked: Parameters<Admin["accounts"]>[0]) => refuseOthers(services, asked.by);

  return {
    async accounts(asked) {
      await allowed(asked);
      const rows = await database.kysely.selectFrom("sessions")
        .select(["account", (select) => select.fn.countAll().as("count")])
        .select((select) => select.fn.max("seen_at").as("seen_at"))
        .where("account", "is not", null).where("expires_at", ">", now().toISOString())
        .groupBy("account").execute();
      const seen = new Map(rows.map((row) => [row.account, row]));
      const [list, taken] = await Promise.all([administration.list(), room.takenByAccounts()]);
      return list.map((account): AccountEntry => {
        const row = seen.get(account.id);
        const seenAt = row === undefined ? null : new Date(row.seen_at).toISOString();
        const fileBytes = taken.get(account.id) ?? 0;
        return { ...account, sessions: Number(row?.count ?? 0), seenAt, fileBytes };
      });
    },

    async createAccount(asked) {
      await allowed(asked);
      const { by, email, name, role, password } = asked;
      await administration.create({ email, name, role, password, by: nameOf(by) });
    },

    async setRole(asked) {
      await allowed(asked);
      const { by, account, role } = asked;
      await administration.setRole({ account, role, by: nameOf(by) });
    },

    async setDisabled(asked) {
      await allowed(asked);
      const { by, account, disabled } = asked;
      await administration.setDisabled({ account, disabled, by: nameOf(by) });
    },

    async endSessions(asked) {
      await allowed(asked);
      await administration.endSessions({ account: asked.account, by: nameOf(asked.by) });
    },

    async resetLink(asked) {
      await allowed(asked);
      const { token, expiresAt } = await resets.issue({
        account: asked.account,
        by: nameOf(asked.by),
      });
      return { path: `/reset-password?token=${token}`, expiresAt, mailed: false };
    },

    async invitations(asked) {
      await allowed(asked);
      return await listInvitations(database, now());
    },

    async invite(asked) {
      await allowed(asked);
      const { by, role, origin } = asked;
      const made = await invite(database, { email: asked.email, role, by: nameOf(by), now: now() });
      const details = { role, by: nameOf(by) };
      await audit.note({ event: "invited", account: null, address: null, details });
      const path = `/sign-up?invitation=${made.token}`;
      const mailed = mailer.from !== null && await sendLetter(services, {
        to: made.email,
        subject: "You are invited to Daybook",
        words: [
          "You are invited to a Daybook workspace. This link makes your account, once, within a week:",
          "If you did not expect it, there is nothing to do.",
        ],
        link: `${services.publicUrl ?? origin}${path}`,
      });
      return { path, expiresAt: made.expiresAt, mailed };
    },

    async revokeInvitation(asked) {
      await allowed(asked);
      await revokeInvitation(database, asked.id);
      const details = { by: nameOf(asked.by) };
      await audit.note({ event: "invitation_revoked", account: null, address: null, details });
    },

    async audit({ before, size, ...asked }) {
      await allowed(asked);
      return await listAudit(from, { ...asked, before, size });
    },

    async *exportAudit(asked) {
      await allowed(asked);
      yield* exportAudit(from, asked);
    },

    async services(asked) {
      await allowed(asked);
      return [...states, await roomState(room)];
    },
  };
}
