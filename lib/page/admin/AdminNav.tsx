/** The pages of admins. */
export function AdminNav({ open }: { readonly open: "accounts" | "audit" }) {
  return (
    <nav class="tabs" aria-label="Admin">
      <a href="/admin" aria-current={open === "accounts" ? "page" : undefined}>Accounts</a>
      <a href="/admin/audit" aria-current={open === "audit" ? "page" : undefined}>Audit log</a>
    </nav>
  );
}
