import type { ServiceState } from "@/lib/workspace/admin/contract.ts";

/** What is set up, and what not; never with what. */
export function ServiceList({ services }: { readonly services: readonly ServiceState[] }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Services and their settings">
      <table class="services">
        <thead>
          <tr>
            <th scope="col">Service</th>
            <th scope="col">Stands</th>
            <th scope="col">What follows</th>
            <th scope="col">Settings</th>
          </tr>
        </thead>
        <tbody>
          {services.map(({ name, configured, effect, settings }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{configured ? "Set up" : "Not set up"}</td>
              <td class="says">{effect}</td>
              <td class="says">
                {settings.map((setting, index) => (
                  <>
                    {index > 0 && ", "}
                    <code>{setting}</code>
                  </>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
