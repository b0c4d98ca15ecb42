/**
 * The settings of mail.
 *
 * @module
 */
import { isLoopbackHost } from "@/lib/loopback.ts";
import { type Mailbox, readMailbox } from "@/lib/mailbox.ts";
import { flag, httpUrl, Rule, text, type Variables } from "./variables.ts";

/** A server that takes mail. */
export interface SmtpConfig {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte on; else it begins by STARTTLS. */
  readonly secure: boolean;
  readonly user: { readonly name: string; readonly password: string } | null;
  /** Whether nothing goes where there is no TLS. */
  readonly tlsRequired: boolean;
}

/** Resend's HTTP interface. */
export interface ResendConfig {
  readonly key: string;
  /** `null` for Resend's own. */
  readonly baseUrl: string | null;
}

/** How mail is sent. */
export type MailConfig =
  | { readonly type: "none" }
  | (SmtpConfig & { readonly type: "smtp"; readonly from: Mailbox })
  | (ResendConfig & { readonly type: "resend"; readonly from: Mailbox });

/** Reads how mail is sent. */
export function readMail(variables: Variables): MailConfig {
  const smtp = variables.read("SMTP_URL", smtpUrl);
  const key = variables.read("RESEND_API_KEY", text);
  const baseUrl = variables.read("RESEND_BASE_URL", httpUrl);
  const isTlsRequired = variables.read("SMTP_REQUIRE_TLS", flag);
  const from = variables.read("EMAIL_FROM", mailbox);
  if (smtp !== null && key !== null) {
    variables.refuse("SMTP_URL", "must be left out where RESEND_API_KEY is set");
  }
  if (smtp === null && key === null) return { type: "none" };
  if (from === null) {
    variables.require("EMAIL_FROM", "must say who mail is from, as daybook@example.org does");
    return { type: "none" };
  }
  if (smtp !== null) {
    const tlsRequired = isTlsRequired ?? !isLoopbackHost(smtp.host);
    return { type: "smtp", ...smtp, tlsRequired, from };
  }
  return key === null ? { type: "none" } : { type: "resend", key, baseUrl, from };
}

/** Reads where mail is handed in: its host, a port, and who hands it in. */
function smtpUrl(value: string): Omit<SmtpConfig, "tlsRequired"> | Rule {
  const url = URL.parse(value);
  if (url === null || !["smtp:", "smtps:"].includes(url.protocol) || url.hostname === "") {
    return new Rule("must be a URL such as smtp://user:password@mail.example.org:587");
  }
  const secure = url.protocol === "smtps:";
  const [name, password] = [url.username, url.password].map(unescaped);
  if (name === null || password === null) return new Rule("must have % as %25 in its password");
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port === "" ? secure ? 465 : 587 : Number(url.port),
    secure,
    user: name === "" ? null : { name, password },
  };
}

function unescaped(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function mailbox(value: string): Mailbox | Rule {
  return readMailbox(value) ??
    new Rule("must read like daybook@example.org or Daybook <daybook@example.org>");
}
