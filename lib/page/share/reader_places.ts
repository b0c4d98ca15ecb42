/**
 * Where a link's reader gets more of what its page shows: by the names of cells, so that no key
 * is told, and under the link, so that it ends with it.
 *
 * @module
 */
import type { CellPlaces } from "@/lib/page/notebook/AppPage.tsx";
import { placeOf } from "@/lib/page/notebook/CellSection.tsx";
import { below } from "@/lib/workspace/tables/address.ts";

/**
 * Returns the places below a link's page. `given` is what its address sets, as a query: it goes
 * along in one piece, since a table's own address has names that a parameter may have too.
 */
export function readerPlaces(path: string, given: string): CellPlaces {
  const query = given === "" ? "" : `?${new URLSearchParams({ given })}`;
  const placeOfCell = (name: string) => `${path}/results/${name}${query}`;
  return {
    chart({ name, output }, { figure, extension }) {
      const place = placeOf(output, figure);
      if (place === null) return null;
      const address = below(placeOfCell(name), `charts/${place}.${extension}`);
      if (extension === "json") return address;
      const title = new URLSearchParams({ name: figure.title });
      return `${address}${address.includes("?") ? "&" : "?"}${title}`;
    },
    rows({ name }) {
      const address = placeOfCell(name);
      return { path: address, api: address, isCounted: true };
    },
  };
}

/** Returns where the page can be saved from; the file is called by the title. */
export function saveAddress(
  { path, given }: { readonly path: string; readonly given: string },
  { format, title }: { readonly format: string; readonly title: string },
): string {
  // Names of parameters have no hyphen.
  const own = new URLSearchParams({ "file-name": title });
  return `${path}/export/${format}?${given === "" ? own : `${given}&${own}`}`;
}
