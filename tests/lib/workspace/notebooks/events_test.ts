import { deepStrictEqual as assertEquals, strictEqual as assertIs } from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import type { WorkspaceEvent } from "@/lib/workspace/notebooks/run_view.ts";
import { EventFeed, type ToldEvent } from "@/lib/workspace/notebooks/events.ts";

function edited(revision: number): WorkspaceEvent {
  return { type: "edited", revision, editor: null };
}

async function take(events: AsyncIterator<ToldEvent>, count: number): Promise<ToldEvent[]> {
  const taken: ToldEvent[] = [];
  while (taken.length < count) {
    const { value, done } = await events.next();
    if (done) break;
    taken.push(value);
  }
  return taken;
}

Deno.test("EventFeed tells what comes from now on, in order", async () => {
  const feed = new EventFeed("boot");
  feed.tell(edited(1));
  const events = feed.follow(null);
  feed.tell(edited(2));
  const third = take(events, 2);
  feed.tell(edited(3));
  assertEquals(await third, [
    { id: "boot:2", event: edited(2) },
    { id: "boot:3", event: edited(3) },
  ]);
});

Deno.test("EventFeed goes on after the event that was seen last", async () => {
  const feed = new EventFeed("boot");
  for (const revision of [1, 2, 3]) feed.tell(edited(revision));
  const events = feed.follow("boot:1");
  assertEquals((await take(events, 2)).map(({ id }) => id), ["boot:2", "boot:3"]);
});

Deno.test("EventFeed resets who can't be told what was missed", async (t) => {
  const feed = new EventFeed("boot");
  for (let revision = 1; revision <= 1005; revision++) feed.tell(edited(revision));
  const cases: readonly [name: string, after: string][] = [
    ["another life of the server", "other:3"],
    ["an event that is no longer kept", "boot:4"],
    ["an event that never was", "boot:1006"],
    ["no id at all", "boot"],
    ["a text", "boot:x"],
  ];
  for (const [name, after] of cases) {
    await t.step(name, async () => {
      const events = feed.follow(after);
      assertEquals(await take(events, 1), [{ id: "boot:1005", event: { type: "reset" } }]);
      await events.return();
    });
  }
  await t.step("but not who saw the oldest before those that are kept", async () => {
    // 1,000 of 1,005 events are kept: those from 6 on.
    const events = feed.follow("boot:5");
    assertEquals((await take(events, 1))[0].id, "boot:6");
    await events.return();
  });
});

Deno.test("EventFeed resets who reads slower than is told, and keeps nothing for him", async () => {
  const feed = new EventFeed("boot");
  const events = feed.follow(null);
  for (let revision = 1; revision <= 3000; revision++) feed.tell(edited(revision));
  assertEquals(await take(events, 1), [{ id: "boot:3000", event: { type: "reset" } }]);
  feed.tell(edited(3001));
  assertEquals(await take(events, 1), [{ id: "boot:3001", event: edited(3001) }]);
});

Deno.test("EventFeed lets 200 followers lose nothing", async () => {
  const feed = new EventFeed("boot");
  const following = Array.from({ length: 200 }, () => take(feed.follow(null), 5000));
  for (let revision = 1; revision <= 5000; revision++) {
    feed.tell(edited(revision));
    // As between two events of a real run, who waits gets a turn.
    if (revision % 100 === 0) await setImmediate();
  }
  for (const events of await Promise.all(following)) {
    assertIs(events.length, 5000);
    assertIs(events.every(({ id }, i) => id === `boot:${i + 1}`), true);
  }
});

Deno.test("EventFeed ends who leaves while nothing happens", async () => {
  const feed = new EventFeed("boot");
  const events = feed.follow(null);
  const waiting = events.next();
  assertIs(feed.followers, 1);
  await events.return();
  assertEquals(await waiting, { done: true, value: undefined });
  assertIs(feed.followers, 0);
});
