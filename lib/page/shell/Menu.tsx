import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./Icon.tsx";

interface MenuProps {
  /** What the menu is of, said to those who do not see where it stands. */
  readonly label: string;
  /** Shown; where it is left out, the icon stands alone. */
  readonly text?: string;
  readonly icon?: IconName;
  readonly side?: "left" | "right";
  readonly children: ComponentChildren;
}

/** A menu that opens without a script; its items are links, and forms of one button. */
export function Menu({ label, text, icon, side = "right", children }: MenuProps) {
  return (
    <details class="menu">
      <summary aria-label={text === undefined ? label : undefined} title={label}>
        {icon !== undefined && <Icon name={icon} />}
        {text !== undefined && (
          <>
            {text}
            <Icon name="open" />
          </>
        )}
      </summary>
      <div class={side === "left" ? "items left" : "items"}>{children}</div>
    </details>
  );
}
