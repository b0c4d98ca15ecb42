import type { Problem } from "@/lib/errors.ts";
import { ProblemList } from "@/lib/page/ProblemList.tsx";

interface ProblemPageProps {
  readonly title: string;
  readonly detail: string;
  readonly status: number;
  readonly problems: readonly Problem[];
  /** Names the request in the log. */
  readonly requestId: string;
  /** Whether somebody reads a link, and knows of no other page. */
  readonly isReader: boolean;
}

/** What stands where a page could not be shown. */
export function ProblemPage(props: ProblemPageProps) {
  const { title, detail, status, problems, requestId, isReader } = props;
  return (
    <main class="plain" id="content">
      <h1>{title}</h1>
      <p>{detail}</p>
      {problems.length > 0 && <ProblemList problems={problems} />}
      {!isReader && (
        <p>
          <a href="/">All notebooks</a>
        </p>
      )}
      {status >= 500 && (
        <p class="muted">
          Request <code>{requestId}</code> names it in the log.
        </p>
      )}
    </main>
  );
}
