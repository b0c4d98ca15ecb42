interface ReaderDoorProps {
  /** The page that asks, with its query: the form posts to it. */
  readonly address: string;
  /** Whether a password was given that is not the right one. */
  readonly wrong: boolean;
}

/** Asks for the password of a link. It tells nothing of what is behind it, not even a title. */
export function ReaderDoor({ address, wrong }: ReaderDoorProps) {
  return (
    <main class="page door" id="content">
      <h1>This page has a password</h1>
      <p class="lead">Whoever gave you the link can tell you what it is.</p>
      <form method="post" action={address}>
        <div class="field">
          <label for="password">Password</label>
          <input
            id="password"
            name="password"
            type="password"
            required
            autofocus
            autocomplete="current-password"
            maxLength={200}
            aria-invalid={wrong ? true : undefined}
            aria-describedby={wrong ? "wrong" : undefined}
          />
          {wrong && <p class="fault" id="wrong" role="alert">This is not the password.</p>}
        </div>
        <button type="submit" class="primary">Open</button>
      </form>
    </main>
  );
}
