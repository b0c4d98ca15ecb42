import CopyButton from "@/islands/CopyButton.tsx";
import { Notice } from "@/lib/page/shell/Notice.tsx";

/** A link that was just made: its address is told once. */
export interface NewAddress {
  readonly address: string;
  readonly title: string;
  readonly embedded: boolean;
}

/** Shows the address of a new link, to be copied now. */
export function MadeLink({ address, title, embedded }: NewAddress) {
  return (
    <Notice>
      <div class="made-link">
        <p>
          <strong>The link is ready.</strong> Copy it now: it is not shown again.
        </p>
        <label for="made">Address</label>
        <div class="to-copy">
          <input id="made" class="code" value={address} readOnly autofocus />
          <CopyButton field="made" what="the address" />
        </div>
        {embedded && (
          <>
            <label for="frame">Frame for your page</label>
            <div class="to-copy">
              <textarea id="frame" class="code" rows={3} readOnly>
                {frameText(address, title)}
              </textarea>
              <CopyButton field="frame" what="the frame" />
            </div>
          </>
        )}
        <p>
          <a href={address}>Open it</a>
        </p>
      </div>
    </Notice>
  );
}

function frameText(address: string, title: string): string {
  const safe = title.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  return `<iframe src="${address}" title="${safe}" width="100%" height="640"></iframe>`;
}
