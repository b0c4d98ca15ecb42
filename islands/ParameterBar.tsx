import { useEffect, useRef, useState } from "preact/hooks";
import type { ParameterView } from "@/lib/workspace/notebooks/notebook_view.ts";
import { askChoices, choicesOf, otherMetrics } from "./parameters/ask_choices.ts";
import { Control } from "./parameters/Control.tsx";
import { defaultText, parameterTitle, queryWith } from "./parameters/texts.ts";

/** Props reach the browser as plain data. */
export interface ParameterBarProps {
  readonly parameters: readonly ParameterView[];
  /** The page, without its query. */
  readonly path: string;
  /** Whether the page is loaded anew for each change, where nothing keeps it up to date. */
  readonly reload?: boolean;
}

/** What a chart says when a range was chosen on it; both are days. */
type RangeEvent = CustomEvent<{ readonly from: string; readonly to: string }>;

type Values = Readonly<Record<string, string>>;

/**
 * The parameters of a notebook as controls. Each change goes into the address, so that back and
 * forward lead through them; without scripts the form sends them.
 */
export default function ParameterBar({ parameters, path, reload = false }: ParameterBarProps) {
  const [values, setValues] = useState<Values>(
    Object.fromEntries(parameters.map(({ name, value }) => [name, value])),
  );
  const [choices, setChoices] = useState(() => choicesOf(parameters));
  const [isLive, setLive] = useState(false);
  // What was asked for last: an answer that comes after it is for what was chosen before.
  const asked = useRef(0);
  /** The query of a source that was chosen, while its metrics are asked for. */
  const pending = useRef<string | null>(null);
  const hasMetrics = !reload && parameters.some(({ declaration }) => declaration.type === "metric");

  useEffect(() => {
    setLive(true);
    async function read() {
      const turn = ++asked.current;
      pending.current = null;
      setValues(valuesIn(parameters, new URLSearchParams(location.search)));
      const found = hasMetrics ? await askChoices(path, location.search.slice(1)) : null;
      if (found !== null && turn === asked.current) setChoices(found);
    }
    const period = parameters.find(({ declaration }) => declaration.type === "date_range");
    function onRange(event: Event) {
      const { from, to } = (event as RangeEvent).detail; // as the charts send it
      if (period !== undefined) set(period, `${from}..${to}`);
    }
    addEventListener("popstate", read);
    document.addEventListener("daybook:range", onRange);
    return () => {
      removeEventListener("popstate", read);
      document.removeEventListener("daybook:range", onRange);
    };
  }, [parameters]);

  async function set(parameter: ParameterView, value: string) {
    const turn = ++asked.current;
    const isAsked = hasMetrics &&
      (parameter.declaration.type === "source" || pending.current !== null);
    setValues((before) => ({ ...before, [parameter.name]: value }));
    const from = new URLSearchParams(pending.current ?? location.search);
    let query = queryWith(from, parameter, value);
    if (isAsked) {
      pending.current = query;
      const found = await askChoices(path, query);
      if (turn !== asked.current) return;
      pending.current = null;
      setChoices(found ?? choices);
      const chosen = valuesIn(parameters, new URLSearchParams(query));
      for (const [metric, first] of otherMetrics(parameters, { chosen, choices: found ?? {} })) {
        setValues((before) => ({ ...before, [metric.name]: first }));
        query = queryWith(new URLSearchParams(query), metric, first);
      }
    }
    const address = query === "" ? path : `${path}?${query}`;
    // What keeps the page up to date says that it heard, and asks once the address has changed.
    const go = new CustomEvent("daybook:go", { cancelable: true });
    if (reload || document.dispatchEvent(go)) location.assign(address);
    else history.pushState(null, "", address);
  }

  return (
    <form class={isLive ? "parameters live" : "parameters"} method="get" action={path}>
      {parameters.map((parameter) => {
        const { name, declaration, problem } = parameter;
        const id = `parameter-${name}`;
        return (
          <div class="field" key={name}>
            <label for={id}>
              {parameterTitle(parameter)}
              {declaration.type === "number" && declaration.unit !== undefined &&
                `, ${declaration.unit}`}
            </label>
            <Control
              // A range's own days are opened anew where the address leads elsewhere.
              key={declaration.type === "date_range" ? values[name] : name}
              parameter={{ ...parameter, choices: choices[name] ?? parameter.choices }}
              value={values[name]}
              id={id}
              set={(value) => set(parameter, value)}
            />
            {problem !== null && <p class="fault" role="alert">{problem}</p>}
          </div>
        );
      })}
      {!isLive && <button type="submit">Apply</button>}
    </form>
  );
}

function valuesIn(parameters: readonly ParameterView[], query: URLSearchParams): Values {
  return Object.fromEntries(
    parameters.map(({ name, declaration }) => [name, query.get(name) ?? defaultText(declaration)]),
  );
}
