import { Bar } from "@/lib/page/shell/Bar.tsx";
import { Notice } from "@/lib/page/shell/Notice.tsx";
import type { Faults } from "./faults.ts";
import { NewPasswordField } from "./NewPasswordField.tsx";
import { TextField } from "./TextField.tsx";

interface OwnerPageProps {
  readonly email: string;
  readonly name: string;
  readonly faults: Faults;
  readonly refusal: string | null;
  /** Whether there is an admin already. */
  readonly administered: boolean;
}

/** What who came by the printed link sees in place of an account: a way to one. */
export function OwnerPage({ email, name, faults, refusal, administered }: OwnerPageProps) {
  return (
    <>
      <Bar section="account" />
      <main class="page share" id="content">
        <h1>Owner</h1>
        <p class="lead">
          You came by the link that was printed at the start. It is good for this machine alone; an
          account lets you sign in from anywhere, make keys for programs, and invite others.
        </p>
        {administered && (
          <p class="lead">If you have an account, sign out, then sign in with yours.</p>
        )}
        {refusal !== null && <Notice tone="error">{refusal}</Notice>}
        <section aria-labelledby="first">
          <h2 id="first">{administered ? "Another admin" : "The first admin"}</h2>
          <form method="post" action="/account" class="link-form narrow">
            <input type="hidden" name="do" value="make_admin" />
            <TextField
              name="email"
              label="E-mail"
              type="email"
              value={email}
              autocomplete="username"
              maxLength={254}
              fault={faults.email ?? null}
            />
            <TextField
              name="name"
              label="Name"
              value={name}
              autocomplete="name"
              maxLength={100}
              fault={faults.name ?? null}
            />
            <NewPasswordField fault={faults.password ?? null} />
            <button type="submit" class="primary">Make the account</button>
          </form>
        </section>
      </main>
    </>
  );
}
