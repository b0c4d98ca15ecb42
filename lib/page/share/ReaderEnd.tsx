import { formatNumber } from "@/lib/chart/format.ts";

/** What stands where a link leads nowhere any more. It does not say why: that is its owner's. */
export function GonePage() {
  return (
    <main class="page door" id="content">
      <h1>This link has ended</h1>
      <p class="lead">
        It was withdrawn, its time is over, or part of its address is missing. Ask whoever gave it
        to you for another one.
      </p>
    </main>
  );
}

interface BusyPageProps {
  readonly retryAfterSeconds: number;
  /** The page that could not be shown. */
  readonly address: string;
}

/** What stands where a link was opened too often. */
export function BusyPage({ retryAfterSeconds, address }: BusyPageProps) {
  const seconds = formatNumber(retryAfterSeconds);
  return (
    <main class="page door" id="content">
      <h1>Too many at once</h1>
      <p class="lead">
        This link was used more often than it may be. Try again in {seconds}{" "}
        {retryAfterSeconds === 1 ? "second" : "seconds"}.
      </p>
      <p>
        <a class="button" href={address}>Try again</a>
      </p>
    </main>
  );
}
