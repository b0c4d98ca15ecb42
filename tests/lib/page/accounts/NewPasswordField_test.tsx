import { doesNotMatch, match } from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import { NewPasswordField } from "@/lib/page/accounts/NewPasswordField.tsx";

Deno.test("NewPasswordField asks a browser for a new password, and says what is wrong with it", () => {
  const html = renderToString(<NewPasswordField fault="Choose a longer one" />);
  match(html, /autocomplete="new-password"/);
  match(html, /minlength="12"/i);
  match(html, /12 characters or more.*Choose a longer one/s);
  doesNotMatch(html, /autofocus/);
  match(renderToString(<NewPasswordField fault={null} autofocus />), /autofocus/);
});
