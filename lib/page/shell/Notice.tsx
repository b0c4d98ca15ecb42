import type { ComponentChildren } from "preact";

interface NoticeProps {
  readonly tone?: "plain" | "warning" | "error";
  readonly children: ComponentChildren;
}

/** Something to be told of above the page's content, with what can be done about it. */
export function Notice({ tone = "plain", children }: NoticeProps) {
  return <div class={`notice ${tone}`} role={tone === "error" ? "alert" : "status"}>{children}
  </div>;
}
