import { deepStrictEqual, rejects } from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { forEachSource } from "@/lib/jobs/works/sources.ts";
import type { Workspace } from "@/lib/workspace/contract.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { openGuardedEngine } from "@/tests/helpers/guarded_engine.ts";

const { signal } = new AbortController();

const EVENT = new TextEncoder().encode("timestamp,metric,value\n2026-01-01T12:00:00Z,sales,1\n");

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

async function send(workspace: Workspace, source: string): Promise<void> {
  await workspace.events.ingest({
    source,
    mode: "strict",
    dateOrder: null,
    zone: "UTC",
    format: null,
    name: "events.csv",
    corrects: null,
  }, once(EVENT));
}

databaseTest("forEachSource() goes on where a source is removed meanwhile", async (database) => {
  await using engine = await openGuardedEngine(database);
  const owner = await engine.owner();
  for (const name of ["one", "two", "three"]) await send(owner, name);
  const { items } = await owner.metrics.sources({ after: null, limit: 3 });
  const [first, second, third] = items;
  const worked: string[] = [];
  const count = await forEachSource(owner, signal, async ({ id, name }) => {
    if (id === first.id) await owner.sources.remove({ id: second.id, by: { type: "owner" } });
    await owner.metrics.recompute({ source: name, from: "2026-01-01", to: "2026-01-01" });
    worked.push(name);
  });
  deepStrictEqual([count, worked], [2, [first.name, third.name]]);
});

databaseTest("forEachSource() ends with what else goes wrong", async (database) => {
  await using engine = await openGuardedEngine(database);
  const owner = await engine.owner();
  await send(owner, "one");
  const work = () => Promise.reject(new AppError("DATABASE_ERROR", "Cannot read"));
  await rejects(forEachSource(owner, signal, work), { code: "DATABASE_ERROR" });
});
