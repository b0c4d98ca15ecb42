import { equal, throws } from "node:assert/strict";
import { accessOf, authorize, type Holder } from "@/lib/auth/access.ts";
import { AppError } from "@/lib/errors.ts";

const VIEWER: Holder = { role: "viewer", scopes: null };
const EDITOR: Holder = { role: "editor", scopes: null };
const READER: Holder = { role: "editor", scopes: ["notebooks:read"] };

function refusal(...given: Parameters<typeof authorize>): string | null {
  try {
    authorize(...given);
    return null;
  } catch (error) {
    return error instanceof AppError ? error.code : "bug";
  }
}

Deno.test("accessOf() tells what reads and what does something apart", () => {
  const declared = { read: "notebooks:read", write: "notebooks:write" };
  for (const method of ["GET", "HEAD", "OPTIONS"]) {
    equal(accessOf(declared, method), "notebooks:read");
  }
  for (const method of ["POST", "PUT", "PATCH", "DELETE", "SEARCH", "get"]) {
    equal(accessOf(declared, method), "notebooks:write");
  }
  equal(accessOf("everyone", "DELETE"), "everyone");
});

Deno.test("accessOf() knows no access but those that there are", () => {
  const wrong = [undefined, null, "", "all", 1, [], {}, { read: "everyone" }, {
    write: "toString",
  }];
  for (const declared of wrong) equal(accessOf(declared, "POST"), null);
});

Deno.test("authorize() refuses everybody where nothing is declared", () => {
  equal(refusal(null, null), "NOT_GRANTED");
  equal(refusal(null, { role: "admin", scopes: null }), "NOT_GRANTED");
});

Deno.test("authorize() takes the role and the scopes of a key together", () => {
  equal(refusal("notebooks:write", null), "NOT_SIGNED_IN");
  equal(refusal("notebooks:write", VIEWER), "NOT_GRANTED");
  equal(refusal("notebooks:write", EDITOR), null);
  equal(refusal("notebooks:write", READER), "NOT_GRANTED");
  equal(refusal("notebooks:read", READER), null);
  // A key does no more than its account may by now.
  equal(refusal("notebooks:write", { role: "viewer", scopes: ["notebooks:write"] }), "NOT_GRANTED");
});

Deno.test("authorize() takes no key where somebody must be signed in themselves", () => {
  equal(refusal("signed_in", null), "NOT_SIGNED_IN");
  equal(refusal("signed_in", READER), "NOT_GRANTED");
  equal(refusal("signed_in", VIEWER), null);
  throws(() => authorize("signed_in", READER), /current value is a key/);
});
