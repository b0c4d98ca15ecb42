import { Notice } from "@/lib/page/shell/Notice.tsx";

interface SecretOnceProps {
  /** What it is, such as "The key is ready.". */
  readonly lead: string;
  readonly label: string;
  readonly value: string;
  /** What to do with it beside copying. */
  readonly words?: string;
}

/** A secret that was just made, to be copied now. */
export function SecretOnce({ lead, label, value, words }: SecretOnceProps) {
  return (
    <Notice>
      <div class="made-link">
        <p>
          <strong>{lead}</strong> Copy it now: it is not shown again.
        </p>
        <label for="made">{label}</label>
        <input id="made" class="code" value={value} readOnly autofocus spellcheck={false} />
        {words !== undefined && <p class="hint">{words}</p>}
      </div>
    </Notice>
  );
}
