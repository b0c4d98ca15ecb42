/**
 * The names of months and weekdays in English, German, French, Spanish, Italian,
 * Portuguese and Dutch.
 *
 * @module
 */

const NAMES: readonly string[] = [
  "jan january januar jän jänner janvier janv enero ene gennaio gen janeiro januari",
  "feb february februar février févr fév fevrier febrero febbraio fevereiro fev februari febr",
  "mar march märz mär mrz mars marzo março marco maart mrt",
  "apr april avril avr abril abr aprile",
  "may mai mayo maggio mag maio mei",
  "jun june juni juin junio giugno giu junho",
  "jul july juli juillet juil julio luglio lug julho",
  "aug august août aout agosto ago augustus",
  "sep sept september septembre septiembre settembre set setembro",
  "oct october oktober okt octobre octubre ottobre ott outubro out",
  "nov november novembre noviembre novembro",
  "dec december dezember dez décembre decembre déc diciembre dic dicembre dezembro",
];

const MONTHS: ReadonlyMap<string, number> = new Map(
  NAMES.flatMap((names, index) => names.split(" ").map((name) => [name, index + 1] as const)),
);

/** A weekday before a date, with what parts it from the date. */
export const WEEKDAY =
  /^(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|mié|jue|vie|sáb|dom)[a-zäéìç]*\.?,?\s+(?=\d|\p{L})/iu;

/** Words that may begin a date. */
export function dateWords(): string[] {
  return [
    ...MONTHS.keys(),
    ..."mon tue wed thu fri sat sun mo di mi do fr sa so lun mar mer jeu ven sam dim jue vie dom"
      .split(" "),
  ];
}

/** The month of a name, from 1; 0 where it is none. */
export function monthOf(name: string): number {
  return MONTHS.get(name.toLowerCase()) ?? 0;
}
