import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { readConfig } from "@/lib/config.ts";
import { servicesOf } from "@/lib/seen/services.ts";

Deno.test("servicesOf() tells which services are configured, never how", () => {
  const config = readConfig({
    DATABASE_URL: "postgres://app:hunter2@db.example/daybook",
    SMTP_URL: "smtp://ann:hunter2@mail.example:587",
    EMAIL_FROM: "daybook@example.org",
    CHROMIUM: "/usr/bin/chromium",
  });
  assertEquals(servicesOf(config), {
    database_server: true,
    connections: false,
    models: false,
    mail: true,
    pdf: true,
  });
});
