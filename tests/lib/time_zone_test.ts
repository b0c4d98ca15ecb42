import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { isTimeZone } from "@/lib/time_zone.ts";

Deno.test("isTimeZone() takes IANA names and nothing else", () => {
  const names = ["UTC", "Europe/Berlin", "america/new_york", "Etc/GMT+5"];
  assertEquals(names.filter((name) => !isTimeZone(name)), []);
  const others = ["", "Mars/Base", "Europe/Berlin'", "+01:00", "-05", "UTC+1", "now"];
  assertEquals(others.filter(isTimeZone), []);
});
