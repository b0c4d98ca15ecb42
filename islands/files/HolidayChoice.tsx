import { COUNTRIES } from "@/lib/steps/events/places.ts";

/** Whose holidays the notebook knows: the country that the file names, where it names one. */
export function HolidayChoice({ country }: { readonly country: string | null }) {
  const names = new Intl.DisplayNames(["en"], { type: "region" });
  const countries = COUNTRIES.map((code) => ({ code, name: names.of(code) ?? code }))
    .toSorted((a, b) => a.name < b.name ? -1 : 1);
  return (
    <label class="holidays">
      Holidays
      <select name="holidays">
        <option value="" selected={country === null}>none</option>
        {countries.map(({ code, name }) => (
          <option key={code} value={code} selected={code === country}>{name}</option>
        ))}
      </select>
      <span class="muted">
        {country === null
          ? "The file names no country: choose one, and days off are told by name."
          : "As nearly all rows say. Days off are told by name."}
      </span>
    </label>
  );
}
