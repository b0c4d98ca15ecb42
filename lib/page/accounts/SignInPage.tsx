import { Notice } from "@/lib/page/shell/Notice.tsx";
import { HiddenFields } from "@/lib/page/shell/Action.tsx";
import type { WaysIn } from "@/lib/workspace/accounts/contract.ts";
import { TextField } from "./TextField.tsx";

/** What came before, to be told above the form. */
export type SignInNews =
  | { readonly type: "none" }
  | { readonly type: "used_link" }
  | { readonly type: "wrong" }
  | { readonly type: "too_often"; readonly retryAfterSeconds: number }
  | { readonly type: "elsewhere_refused" }
  | { readonly type: "signed_up" }
  | { readonly type: "link_mailed" }
  | { readonly type: "password_set" };

interface SignInPageProps {
  readonly ways: WaysIn;
  /** Where to go once signed in. */
  readonly next: string;
  /** What was typed, so that it need not be typed again. */
  readonly email: string;
  readonly news: SignInNews;
}

/** What a browser sees that nobody has signed in with. */
export function SignInPage({ ways, next, email, news }: SignInPageProps) {
  return (
    <main class="page door" id="content">
      <h1>Sign in</h1>
      <News news={news} />
      {ways.accounts
        ? (
          <>
            <PasswordForm next={next} email={email} />
            {ways.openId !== null && <Elsewhere title={ways.openId} next={next} />}
            {ways.signUps === "open" && (
              <p class="beside">
                No account yet? <a href="/sign-up">Sign up</a>
              </p>
            )}
            {ways.signUps === "by_invitation" && (
              <p class="beside">
                No account yet? An admin of this workspace can invite you.
              </p>
            )}
            <details class="more">
              <summary>Use the link that was printed at the start</summary>
              <TokenForm next={next} />
            </details>
          </>
        )
        : (
          <>
            <p class="lead">
              Open the link that <code>deno task start</code>{" "}
              printed, or paste its last part here. A restart prints a new one.
            </p>
            <TokenForm next={next} />
            {ways.openId !== null && <Elsewhere title={ways.openId} next={next} />}
          </>
        )}
    </main>
  );
}

function PasswordForm({ next, email }: Pick<SignInPageProps, "next" | "email">) {
  return (
    <form method="post" action="/sign-in">
      <HiddenFields fields={{ next }} />
      <TextField
        name="email"
        label="E-mail"
        type="email"
        value={email}
        autocomplete="username"
        maxLength={254}
        autofocus={email === ""}
      />
      <TextField
        name="password"
        label="Password"
        type="password"
        autocomplete="current-password"
        maxLength={1000}
        autofocus={email !== ""}
      >
        <a href="/forgotten-password">Forgotten?</a>
      </TextField>
      <button type="submit" class="primary">Sign in</button>
    </form>
  );
}

function TokenForm({ next }: Pick<SignInPageProps, "next">) {
  return (
    <form action="/sign-in">
      <HiddenFields fields={{ next }} />
      <TextField name="token" label="Token" />
      <button type="submit">Sign in with the token</button>
    </form>
  );
}

function Elsewhere({ title, next }: { readonly title: string; readonly next: string }) {
  return (
    <p class="beside">
      <a class="button" href={`/sign-in/openid?${new URLSearchParams({ next })}`}>
        Sign in with {title}
      </a>
    </p>
  );
}

function News({ news }: Pick<SignInPageProps, "news">) {
  switch (news.type) {
    case "none":
      return null;
    case "used_link":
      return (
        <Notice tone="error">
          This link has been used or is too old. Each works once, for 15 minutes.
        </Notice>
      );
    case "wrong":
      return (
        <Notice tone="error">
          E-mail and password do not belong together. Check both, or set another password.
        </Notice>
      );
    case "too_often":
      return <Notice tone="error">{tooOftenWords(news.retryAfterSeconds)}</Notice>;
    case "elsewhere_refused":
      return (
        <Notice tone="error">
          The other place did not sign you in here: it was cancelled there, or its account has no
          confirmed address, or none that this workspace takes.
        </Notice>
      );
    case "signed_up":
      return <Notice>You can sign in now with what you chose.</Notice>;
    case "link_mailed":
      return (
        <Notice>
          Look into your mail: a letter there says how to go on. It may take a minute.
        </Notice>
      );
    case "password_set":
      return <Notice>The password is set. Sign in with it.</Notice>;
  }
}

/** Says when to come back. */
export function tooOftenWords(seconds: number): string {
  const wait = seconds < 100
    ? `${seconds} ${seconds === 1 ? "second" : "seconds"}`
    : `${Math.ceil(seconds / 60)} minutes`;
  return `That was tried too often. Wait ${wait}, then try again.`;
}
