interface SignInPageProps {
  /** Where to go once signed in. */
  readonly next: string;
  /** Whether a link was tried that is used up, old or wrong. */
  readonly refused: boolean;
}

/** What a browser sees that nobody has signed in with. */
export function SignInPage({ next, refused }: SignInPageProps) {
  return (
    <main class="plain" id="content">
      <h1>Sign in</h1>
      {refused && (
        <p role="alert">This link has been used or is too old. Each works once, for 15 minutes.</p>
      )}
      <p>
        Open the link that <code>deno task start</code>{" "}
        printed, or paste its last part here. A restart prints a new one.
      </p>
      <form action="/sign-in">
        <input type="hidden" name="next" value={next} />
        <label>
          Token
          <input name="token" required autocomplete="off" />
        </label>
        <button type="submit">Sign in</button>
      </form>
    </main>
  );
}
