/**
 * The HTML of letters: a page that mail programs show alike, with no script, no style sheet and nothing to fetch.
 *
 * @module
 */

/** HTML that was made here, of texts that were escaped. */
export interface Html {
  readonly html: string;
}

/** Fills HTML with texts, which are escaped, and with HTML that was made likewise. */
export function markup(
  parts: TemplateStringsArray,
  ...values: readonly (string | Html | readonly Html[])[]
): Html {
  const filled = parts.map((part, i) => i < values.length ? part + written(values[i]) : part);
  return { html: filled.join("") };
}

/** What letters are written with: Outlook knows no other place for it than each element. */
export const STYLES = {
  text: "margin:0 0 16px;font-size:16px;line-height:26px;color:#1f1e1b",
  small: "margin:0 0 8px;font-size:13px;line-height:20px;color:#6a665e",
  title: "margin:0 0 24px;font-size:24px;line-height:32px;font-weight:600;color:#1f1e1b",
  link: "color:#17528f",
} as const;

const FONT = "'Source Sans 3','Source Sans Pro',Seravek,'Segoe UI',Ubuntu,system-ui,sans-serif";

/** Tables hold a page together where nothing else does. */
const WIDE = markup`width="100%" cellpadding="0" cellspacing="0" border="0"`;

/** Returns a whole page of some pieces, one below the other. */
export function letterPage(title: string, pieces: readonly Html[]): string {
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${title}</title>
</head>
<body style="margin:0;padding:0;background:#fdfcf9">
<table role="presentation" ${WIDE} style="background:#fdfcf9"><tr><td align="center" style="padding:32px 16px">
<table role="presentation" ${WIDE} style="max-width:640px;font-family:${FONT}"><tr><td align="left">
${
    pieces.map((piece) =>
      markup`${piece}
`
    )
  }</td></tr></table>
</td></tr></table>
</body>
</html>
`;
  return page.html;
}

/** Returns a link that shows where it leads, unless words are given. */
export function link(url: string, words = url): Html {
  return markup`<a href="${url}" style="${STYLES.link}">${words}</a>`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function written(value: string | Html | readonly Html[]): string {
  if (typeof value === "string") {
    // NUL and half characters are no text to a mail program.
    return value.toWellFormed().replaceAll("\0", "").replaceAll(
      /[&<>"']/g,
      (sign) => ESCAPES[sign],
    );
  }
  return "html" in value ? value.html : value.map(({ html }) => html).join("");
}
