/**
 * The countries whose holidays are known, and their regions, as codes of ISO 3166. A test holds
 * them against the package that tells the holidays, which is loaded only to compute.
 *
 * @module
 */
import { nearestName } from "@/lib/nearest.ts";

/** Codes of countries, in their order. */
export const COUNTRIES: readonly string[] = `
AD AE AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BW BY
BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES
ET FI FJ FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU IC ID IE IL
IM IN IR IS IT JE JM JP KE KM KN KR KY KZ LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MK ML MQ
MR MS MT MU MW MX MY MZ NA NC NE NF NG NI NL NO NZ PA PE PF PH PK PL PM PR PT PY RE RO RS RU RW
SA SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SZ TC TD TG TH TN TO TR TT TW TZ UA UG US
UY UZ VA VC VE VG VI VN VU WF XK YT ZA ZM ZW
`.trim().split(/\s+/);

/** Lines of a country and its regions. */
const REGIONS: ReadonlyMap<string, readonly string[]> = new Map(
  `
AD: 03 07
AG: 10
AT: 1 2 3 4 5 6 7 8 9
AU: ACT NSW NT QLD SA TAS VIC WA
BA: BIH BRC SRP
BE: BRU DE VLG WAL
BO: B C H L N O P S T
BQ: BO SA SE
BR: AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO
CA: AB BC MB NB NL NS NT NU ON PE QC SK YT
CH: AG AI AR BE BL BS FR GE GL GR JU LU NE NW OW SG SH SO SZ TG TI UR VD VS ZG ZH
CK: Aitutaki Atiu Mangaia Manihiki Mitiaro Palmerston Penrhyn Pukapuka Rakahanga Rarotonga
CL: AP BI NU TA
CV: S
DE: BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH
EC: P
ES: AN AR AS CB CE CL CM CN CT EX GA IB MC MD ML NC PV RI VC
FR: 57 67 68 BL GF GP MF MQ RE YT
GB: ALD ENG NIR SCT WLS
GT: 1
HR: 17 19
IC: EH FU GC LA LG LP TE
IN: AN AP AR AS BR CH CT DD DL DN GA GJ HP HR JK KA KL LD MH ML MN MP MZ NL OR PB PY RJ SK TG TN
IN: TR UP UT WB
IT: 21 25 32 52 62 82
MD: CA CU
MY: 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16
NL: GR NH ZH
NZ: AUK BOP CAN CIT GIS HKB MBH MWT NSN NTL OTA STL TAS TKI WGN WKO WTC
PE: CUS
PK: BA GB IS JK KP PB SD
RU: AD AL BA BEL BRY BU CE CR CU DA IN IRK KB KC KDA KL KO KR MR NO OMS PNZ SA SAR SEV STA TA TY
RU: ZAB
SH: AC HL TA
SO: AW SA SO TO WO
SV: SS
US: AK AL AR AZ CA CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH
US: NJ NM NV NY OH OK OR PA RI SC SD TN TX UT VA VT WA WI WV WY
VE: B G K M N S V
`.trim().split("\n").reduce((found, line) => {
    const [country, codes] = line.split(": ");
    return found.set(country, [...found.get(country) ?? [], ...codes.split(" ")]);
  }, new Map<string, readonly string[]>()),
);

/** Returns the codes of a country's regions, without its own: none where it has none. */
export function regionsOf(country: string): readonly string[] {
  return REGIONS.get(country) ?? [];
}

/** Whether holidays are known of `DE` or `DE-BY`. */
export function isPlace(text: string): boolean {
  return ruleOfPlace(text) === null;
}

/** Says what a text must be to name a place; `null` where it does. */
export function ruleOfPlace(text: string): string | null {
  const [country, ...rest] = text.split("-");
  if (!COUNTRIES.includes(country)) {
    const near = nearestName(country.toUpperCase(), COUNTRIES);
    const meant = COUNTRIES.includes(country.toUpperCase()) ? country.toUpperCase() : near;
    return "it must be the code of a country, such as DE or US" +
      (meant === null || country.length > 3 ? "" : `; the nearest is ${meant}`);
  }
  const regions = regionsOf(country);
  if (rest.length === 0 || regions.includes(rest.join("-"))) return null;
  return regions.length === 0
    ? `it must be ${country} alone, of which no regions are known`
    : `it must be ${country} or one of its regions, ${country}- with ${regions.join(", ")}`;
}
