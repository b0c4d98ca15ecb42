import { Action } from "@/lib/page/shell/Action.tsx";
import { Notice } from "@/lib/page/shell/Notice.tsx";
import type { LinkEntry } from "@/lib/workspace/links/contract.ts";

interface RevokedLinkProps {
  /** A link that was just revoked, and can be brought back. */
  readonly link: LinkEntry;
  /** The page itself: forms post to it. */
  readonly address: string;
}

/** Says that a link was revoked, and brings it back. */
export function RevokedLink({ link: { id, label }, address }: RevokedLinkProps) {
  return (
    <Notice>
      <span>
        Revoked {label === "" ? "a link without a name" : (
          <strong>
            <bdi>{label}</bdi>
          </strong>
        )}, for good in a day
      </span>
      <Action action={address} fields={{ do: "restore", id }}>Undo</Action>
    </Notice>
  );
}
