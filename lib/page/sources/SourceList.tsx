import { formatNumber } from "@/lib/chart/format.ts";
import { Action } from "@/lib/page/shell/Action.tsx";
import { Moment } from "@/lib/page/shell/Moment.tsx";
import type { SourceCard, SourcesView } from "@/lib/workspace/sources/contract.ts";
import { BatchTable, type MendingState } from "./BatchTable.tsx";

interface SourceListProps extends SourcesView, MendingState {
  /** Whether who looks may remove sources. */
  readonly mayRemove: boolean;
}

/** Returns a count of events in words. */
export function eventsText(count: number): string {
  return `${formatNumber(count)} ${count === 1 ? "event" : "events"}`;
}

/** Sources with what came last of each, that which got something last first. */
export function SourceList(
  { sources, hasMore, mixed, mayRemove, ...mending }: SourceListProps,
) {
  return (
    <>
      <ul class="sources">
        {sources.map((source) => (
          <li key={source.name}>
            <OneSource source={source} mayRemove={mayRemove} {...mending} />
          </li>
        ))}
      </ul>
      {hasMore && (
        <p class="note">
          There are more sources; these {sources.length} got events last.
        </p>
      )}
      {mixed.length > 0 && (
        <section class="mixed" aria-labelledby="mixed">
          <h2 id="mixed">Sent without naming one source</h2>
          <BatchTable
            batches={mixed}
            label="What was sent without naming one source"
            mayMend={mending.mayMend}
            mended={mending.mended}
          />
        </section>
      )}
    </>
  );
}

interface OneSourceProps extends MendingState {
  readonly source: SourceCard;
  readonly mayRemove: boolean;
}

function OneSource({ source, mayRemove, mayMend, mended }: OneSourceProps) {
  const { name, zone, events, metrics, firstTime, lastTime, batches } = source;
  return (
    <section aria-label={name}>
      <div class="head">
        <h2>
          <bdi>{name}</bdi>
        </h2>
        {events > 0 && (
          <Action action="/sources" fields={{ do: "dashboard", source: name }} class="primary">
            Open the dashboard<span class="unseen">of {name}</span>
          </Action>
        )}
      </div>
      <p class="facts">
        <span>{eventsText(events)}</span>
        {firstTime !== null && lastTime !== null && (
          <span>
            <Moment at={firstTime} exact /> to <Moment at={lastTime} exact />
          </span>
        )}
        <span>Days of {zone}</span>
      </p>
      {metrics.length > 0 && (
        <p class="metrics">{metrics.map((metric) => <span key={metric}>{metric}</span>)}</p>
      )}
      {events === 0 && <ZoneForm source={name} zone={zone} />}
      {batches.length > 0 && (
        <BatchTable
          batches={batches}
          label={`Sent last for ${name}`}
          mayMend={mayMend}
          mended={mended}
        />
      )}
      {mayRemove && <Removal source={source} />}
    </section>
  );
}

/** Days are stored with their events, so that a zone stays once there are any. */
function ZoneForm({ source, zone }: { readonly source: string; readonly zone: string }) {
  return (
    <form method="post" action="/sources" class="row zone">
      <input type="hidden" name="do" value="zone" />
      <input type="hidden" name="source" value={source} />
      <label>
        Time zone <input name="zone" value={zone} required autocomplete="off" />
      </label>
      <button type="submit">Set</button>
    </form>
  );
}

/** Says what goes with a source before it goes. */
function Removal({ source: { id, name, events } }: { readonly source: SourceCard }) {
  return (
    <details class="removal">
      <summary>
        Remove<span class="unseen">{name}</span>
      </summary>
      <p>
        {events === 0
          ? "It has no events."
          : `Its ${eventsText(events)} ${
            events === 1 ? "goes" : "go"
          } with it, and with them its ` +
            "days and forecasts: notebooks that take it find nothing."}{" "}
        You can undo this for a day, as long as nothing new comes for its name. What was sent stays
        sealed as long as all that is received.
      </p>
      <Action action="/sources" fields={{ do: "remove", id }} class="danger">
        Remove {name}
      </Action>
    </details>
  );
}
