/**
 * The functions that expressions may call: what they take and give, and how a call
 * is printed. All are immutable but for the time zone, which is always UTC here. Letters
 * change case by Unicode's rules (ICU's root collation, which both databases have).
 *
 * @module
 */
import { readSignatures } from "./signature.ts";

/** Functions of the values of one row. */
export const FUNCTIONS = readSignatures(String.raw`
  abs(integer) integer
  abs(decimal) decimal
  abs(float) float
  sign(decimal) decimal
  sign(float) float
  round(integer) integer = $1
  round(decimal) decimal
  round(float) float
  round(decimal, int4) decimal
  round(float, int4) float = round($1::numeric, $2)::float8
  trunc(integer) integer = $1
  trunc(decimal) decimal
  trunc(float) float
  trunc(decimal, int4) decimal
  trunc(float, int4) float = trunc($1::numeric, $2)::float8
  floor(integer) integer = $1
  floor(decimal) decimal
  floor(float) float
  ceil(integer) integer = $1
  ceil(decimal) decimal
  ceil(float) float
  ceiling(integer) integer = $1
  ceiling(decimal) decimal
  ceiling(float) float
  sqrt(decimal) decimal
  sqrt(float) float
  cbrt(float) float
  exp(decimal) decimal
  exp(float) float
  ln(decimal) decimal
  ln(float) float
  log(decimal) decimal
  log(float) float
  log(decimal, decimal) decimal
  log10(decimal) decimal
  log10(float) float
  power(decimal, decimal) decimal
  power(float, float) float
  pow(decimal, decimal) decimal
  pow(float, float) float
  mod(integer, integer) integer = mod($1, nonzero($2))
  mod(decimal, decimal) decimal = mod($1, nonzero($2))
  div(decimal, decimal) decimal = div($1, nonzero($2))
  gcd(integer, integer) integer
  lcm(integer, integer) integer
  pi() float
  degrees(float) float
  radians(float) float
  sin(float) float
  cos(float) float
  tan(float) float
  asin(float) float
  acos(float) float
  atan(float) float
  atan2(float, float) float
  width_bucket(decimal, decimal, decimal, int4) int4
  width_bucket(float, float, float, int4) int4
  lower(text) text = (lower($1 collate "und-x-icu") collate "C")
  upper(text) text = (upper($1 collate "und-x-icu") collate "C")
  length(text) int4
  char_length(text) int4
  character_length(text) int4 = char_length($1)::int8
  octet_length(text) int4
  trim(text) text = btrim($1)
  btrim(text) text
  btrim(text, text) text
  ltrim(text) text
  ltrim(text, text) text
  rtrim(text) text
  rtrim(text, text) text
  left(text, int4) text
  right(text, int4) text
  substring(text, int4) text
  substring(text, int4, int4) text
  substring(text, text) text
  substr(text, int4) text
  substr(text, int4, int4) text
  position(text, text) int4 = strpos($1, $2)::int8
  strpos(text, text) int4
  replace(text, text, text) text
  translate(text, text, text) text
  overlay(text, text, int4) text
  overlay(text, text, int4, int4) text
  split_part(text, text, int4) text
  reverse(text) text
  starts_with(text, text) boolean
  ascii(text) int4
  md5(text) text
  concat(any...) text
  concat_ws(text, any...) text
  lpad(text, int4) text
  lpad(text, int4, text) text
  rpad(text, int4) text
  rpad(text, int4, text) text
  repeat(text, int4) text
  regexp_replace(text, text, text) text
  regexp_replace(text, text, text, text) text
  regexp_substr(text, text) text
  regexp_count(text, text) int4
  regexp_like(text, text) boolean
  regexp_like(text, text, text) boolean
  to_char(integer, text) text
  to_char(decimal, text) text
  to_char(float, text) text
  to_char(date, text) text = to_char($1::timestamptz, $2)
  to_char(timestamp, text) text
  to_char(interval, text) text
  to_number(text, text) decimal
  to_date(text, text) date
  to_timestamp(text, text) timestamp
  to_timestamp(float) timestamp
  date_trunc(text, date) date = date_trunc($1, $2)::date
  date_trunc(text, timestamp) timestamp
  date_trunc(text, interval) interval
  date_bin(interval, timestamp, timestamp) timestamp
  make_date(int4, int4, int4) date
  make_time(int4, int4, float) time
  make_timestamp(int4, int4, int4, int4, int4, float) timestamp = make_timestamptz($*)
  make_timestamptz(int4, int4, int4, int4, int4, float) timestamp
  age(timestamp, timestamp) interval
  justify_days(interval) interval
  justify_hours(interval) interval
  justify_interval(interval) interval
  isfinite(date) boolean
  isfinite(timestamp) boolean
  num_nulls(any...) int4
  num_nonnulls(any...) int4
`);

/** Functions that turn many rows into one value; what follows a call's parentheses is after `$*)`. */
export const AGGREGATES = readSignatures(String.raw`
  count(any) integer
  sum(integer) integer = sum($*)::int8
  sum(decimal) decimal
  sum(float) float
  sum(interval) interval
  avg(integer) decimal
  avg(decimal) decimal
  avg(float) float
  avg(interval) interval
  min(integer) integer
  min(decimal) decimal
  min(float) float
  min(text) text
  min(date) date
  min(timestamp) timestamp
  min(time) time
  min(interval) interval
  max(integer) integer
  max(decimal) decimal
  max(float) float
  max(text) text
  max(date) date
  max(timestamp) timestamp
  max(time) time
  max(interval) interval
  stddev(decimal) decimal
  stddev(float) float
  stddev_samp(decimal) decimal
  stddev_samp(float) float
  stddev_pop(decimal) decimal
  stddev_pop(float) float
  variance(decimal) decimal
  variance(float) float
  var_samp(decimal) decimal
  var_samp(float) float
  var_pop(decimal) decimal
  var_pop(float) float
  bool_and(boolean) boolean
  bool_or(boolean) boolean
  every(boolean) boolean
  string_agg(text, text) text
  corr(float, float) float
  covar_pop(float, float) float
  covar_samp(float, float) float
  regr_slope(float, float) float
  regr_intercept(float, float) float
  regr_r2(float, float) float
  regr_count(float, float) integer
`);

/** Aggregates over sorted values: `median(x)` is one of them under a shorter name. */
export const ORDERED_AGGREGATES: ReadonlySet<string> = new Set([
  "median",
  "percentile_cont",
  "percentile_disc",
  "mode",
]);

/** Functions that only stand before `over (…)`. */
export const WINDOW_FUNCTIONS = readSignatures(String.raw`
  row_number() integer
  rank() integer
  dense_rank() integer
  percent_rank() float
  cume_dist() float
  ntile(int4) int4
  lag(any) same
  lag(any, int4) same
  lag(any, int4, any) same
  lead(any) same
  lead(any, int4) same
  lead(any, int4, any) same
  first_value(any) same
  last_value(any) same
  nth_value(any, int4) same
`);

/** Fields of `extract` and `date_part`, with whether they are whole numbers. */
export const DATE_FIELDS: ReadonlyMap<string, boolean> = new Map([
  ...[
    "year",
    "month",
    "day",
    "hour",
    "minute",
    "quarter",
    "week",
    "dow",
    "isodow",
    "doy",
    "isoyear",
  ]
    .map((field) => [field, true] as const),
  ...["decade", "century", "millennium"].map((field) => [field, true] as const),
  ...["second", "epoch", "milliseconds", "microseconds"].map((field) => [field, false] as const),
]);

/** Fields of `date_trunc`. */
export const TRUNCATIONS: ReadonlySet<string> = new Set([
  "second",
  "minute",
  "hour",
  "day",
  "week",
  "month",
  "quarter",
  "year",
  "decade",
  "century",
]);

/** Functions whose text grows with an argument, and the argument that must be a small literal. */
export const LENGTH_ARGUMENTS: ReadonlyMap<string, number> = new Map([
  ["repeat", 1],
  ["lpad", 1],
  ["rpad", 1],
]);

/** Functions that keep the unit of what they take. */
export const KEEPS_UNIT: ReadonlySet<string> = new Set([
  ...["abs", "round", "trunc", "floor", "ceil", "ceiling", "mod", "lag", "lead"],
  ...["first_value", "last_value", "nth_value", "sum", "avg", "min", "max", "stddev"],
  ...["stddev_samp", "stddev_pop"],
]);

const CLOCK = "Use a date parameter or the run's as_of: a result must depend on nothing else";
const CHANCE = "A result must be the same each time it is computed";

/** Functions that users ask for and must not have, and what to do instead. */
export const REFUSED: ReadonlyMap<string, string> = new Map([
  ...["now", "clock_timestamp", "statement_timestamp", "transaction_timestamp", "timeofday"]
    .map((name) => [name, CLOCK] as const),
  ...["random", "gen_random_uuid", "setseed", "nextval", "random_normal", "uuidv7"]
    .map((name) => [name, CHANCE] as const),
  ["array_agg", "Use string_agg(x, ', ' order by x)"],
  ["json_agg", "Use string_agg(x, ', ' order by x)"],
  // The embedded database lacks what this needs for other letters than A to Z.
  ["initcap", "Use upper(left(x, 1)) || lower(substring(x, 2))"],
  ["factorial", "Factorials grow beyond what a column holds"],
]);

/** The remedy for CURRENT_DATE and its like, which are no functions to the parser. */
export const CLOCK_REMEDY = CLOCK;
