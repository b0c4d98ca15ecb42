import { useEffect, useRef, useState } from "preact/hooks";
import { formatMoment } from "@/lib/chart/format.ts";
import { machineZone } from "@/lib/time_zone.ts";
import type { DuePreview } from "./schedule/due_preview.ts";

/** Props reach the browser as plain data. */
export interface DueTimesProps {
  /** As the form was when it was drawn. */
  readonly preview: DuePreview;
  /** Whether the zone is a guess of the server's, so that the browser's own is a better one. */
  readonly proposesZone?: boolean;
}

/** The fields of the form that say when. */
const FIELDS = ["often", "at", "cron", "zone"];

/** Whoever types is asked about once they pause. */
const PAUSE_MILLISECONDS = 250;

/** The next times that the form around it comes to, as one types. */
export default function DueTimes({ preview, proposesZone = false }: DueTimesProps) {
  const [shown, setShown] = useState(preview);
  // The browser's zone where the form has another one, `null` where it has this one; known in a browser.
  const [own, setOwn] = useState<string | null | undefined>(undefined);
  const place = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const form = place.current?.closest("form") ?? null;
    if (form === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    // An answer that comes after the next question is for what was typed before.
    let turn = 0;
    async function ask(form: HTMLFormElement) {
      const mine = ++turn;
      const found = await askTimes(form);
      if (found !== null && mine === turn) setShown(found);
    }
    function onInput({ target }: Event) {
      const name = target instanceof Element ? target.getAttribute("name") : null;
      if (form === null || name === null || !FIELDS.includes(name)) return;
      if (name === "zone") setOwn(otherZone(form));
      clearTimeout(timer);
      timer = setTimeout(() => ask(form), PAUSE_MILLISECONDS);
    }
    const zone = zoneField(form);
    if (proposesZone && zone !== null && zone.value === zone.defaultValue) {
      takeZone(form);
    }
    setOwn(otherZone(form));
    ask(form);
    form.addEventListener("input", onInput);
    return () => {
      clearTimeout(timer);
      form.removeEventListener("input", onInput);
    };
  }, []);

  function take() {
    const form = place.current?.closest("form") ?? null;
    if (form === null) return;
    const zone = takeZone(form);
    // The button goes as it has no more to do.
    zone?.focus();
    zone?.dispatchEvent(new Event("input", { bubbles: true }));
  }

  const isOwn = own === undefined ? shown.type === "due" && shown.zone === "UTC" : own === null;
  return (
    <div class="due-times" ref={place}>
      {own !== null && own !== undefined && (
        <p class="hint">
          Your clocks are those of {own}.{" "}
          <button type="button" class="as-link" onClick={take}>Take them</button>
        </p>
      )}
      <div role="status">
        {shown.type === "refused"
          ? <p class="fault" id={`${shown.field}-fault`}>{shown.message}</p>
          : (
            <>
              <p class="label">
                Comes due next, by the clocks of {shown.zone}
                {!isOwn && ", beside it by yours"}
              </p>
              <ol>
                {shown.times.map(({ at, local }) => (
                  <li key={at}>
                    <span class="local">{local}</span>{" "}
                    {!isOwn && (
                      <time class="hint" dateTime={at} data-moment="exact">
                        {formatMoment(at, "UTC")} UTC
                      </time>
                    )}
                  </li>
                ))}
              </ol>
            </>
          )}
      </div>
    </div>
  );
}

function zoneField(form: HTMLFormElement): HTMLInputElement | null {
  const field = form.elements.namedItem("zone");
  return field instanceof HTMLInputElement ? field : null;
}

/** The browser's zone, where the form has another one. */
function otherZone(form: HTMLFormElement): string | null {
  const own = machineZone();
  return zoneField(form)?.value.trim() === own ? null : own;
}

function takeZone(form: HTMLFormElement): HTMLInputElement | null {
  const zone = zoneField(form);
  if (zone !== null) zone.value = machineZone();
  return zone;
}

/** Returns what the form comes to; `null` where it cannot be told now. */
async function askTimes(form: HTMLFormElement): Promise<DuePreview | null> {
  const fields = new FormData(form);
  const query = new URLSearchParams(
    FIELDS.flatMap((name) => {
      const text = fields.get(name);
      return typeof text === "string" ? [[name, text]] : [];
    }),
  );
  try {
    const answer = await fetch(`/api/due-times?${query}`);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
