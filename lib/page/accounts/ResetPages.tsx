import { HiddenFields } from "@/lib/page/shell/Action.tsx";
import type { Faults } from "./faults.ts";
import { NewPasswordField } from "./NewPasswordField.tsx";
import { TextField } from "./TextField.tsx";

interface ForgottenPageProps {
  /** Whether mail can be sent; else an admin hands links over. */
  readonly mail: boolean;
  readonly email: string;
  readonly faults: Faults;
  /** Whether it was asked for. */
  readonly asked: boolean;
}

/** Asks whose password is forgotten. It never tells whether there is such an account. */
export function ForgottenPage({ mail, email, faults, asked }: ForgottenPageProps) {
  if (asked) {
    return (
      <main class="page door" id="content">
        <h1>Look into your mail</h1>
        <p class="lead">
          If <strong>{email}</strong>{" "}
          has an account here, a link to set another password is on its way. It works once, for 30
          minutes.
        </p>
        <p>
          Nothing there? Look among what was sorted out as spam, then{" "}
          <a href="/forgotten-password">ask again</a>.
        </p>
      </main>
    );
  }
  if (!mail) {
    return (
      <main class="page door" id="content">
        <h1>Forgotten password</h1>
        <p class="lead">
          This workspace sends no mail. One of its admins can make you a link with which you set
          another password.
        </p>
        <p>
          <a href="/sign-in">Sign in</a>
        </p>
      </main>
    );
  }
  return (
    <main class="page door" id="content">
      <h1>Forgotten password</h1>
      <p class="lead">We mail you a link with which you set another one.</p>
      <form method="post" action="/forgotten-password">
        <TextField
          name="email"
          label="E-mail"
          type="email"
          value={email}
          autocomplete="username"
          maxLength={254}
          fault={faults.email ?? null}
          autofocus
        />
        <button type="submit" class="primary">Send the link</button>
      </form>
      <p class="beside">
        <a href="/sign-in">Back to signing in</a>
      </p>
    </main>
  );
}

interface ResetPageProps {
  readonly token: string;
  readonly faults: Faults;
  /** Whether the link was tried, and is used, old or wrong. */
  readonly over: boolean;
}

/** Sets another password by a link. */
export function ResetPage({ token, faults, over }: ResetPageProps) {
  if (over) {
    return (
      <main class="page door" id="content">
        <h1>This link has ended</h1>
        <p class="lead">It was used, or is older than it may be. The password is as it was.</p>
        <p>
          <a class="button" href="/forgotten-password">Ask for another one</a>
        </p>
      </main>
    );
  }
  return (
    <main class="page door" id="content">
      <h1>Set another password</h1>
      <p class="lead">Whoever is signed in with the present one is signed out.</p>
      <form method="post" action="/reset-password">
        <HiddenFields fields={{ token }} />
        <NewPasswordField label="New password" fault={faults.password ?? null} autofocus />
        <button type="submit" class="primary">Set it</button>
      </form>
    </main>
  );
}
