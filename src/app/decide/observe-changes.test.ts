import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { VersionRecord } from "../../domain/document.ts";
import type { JobRecord } from "../../domain/job.ts";
import type { Store } from "../../ports/store.ts";
import type { KnownDocuments } from "../golden/documents.ts";
import { observeChanges } from "./observe-changes.ts";

const NOW = new Date("2026-11-21T12:00:00.000Z");
const daysAgo = (days: number): string => new Date(NOW.getTime() - days * 86_400_000).toISOString();

const syncOf = (days: number, changed: number): JobRecord => ({
  id: `job_${days}`,
  kind: "ingest",
  state: "ready",
  collection: "hr",
  source: "folder",
  startedAt: daysAgo(days),
  endedAt: daysAgo(days),
  counts: { changed, removed: 0 },
  rejected: [],
});

/** Documents by id, each with the days ago on which its versions came, newest first. */
function observe(
  versions: Readonly<Record<string, readonly number[]>>,
  cited: Map<string, number>,
) {
  const ids = Object.keys(versions).filter((id) => (versions[id]?.length ?? 0) > 0);
  const store = {
    listJobs: async () => [syncOf(1, 3), syncOf(45, 3), syncOf(120, 0)],
    listVersions: async (_: unknown, id: string) =>
      (versions[id] ?? []).map((days) => ({ ingestedAt: daysAgo(days) }) as VersionRecord),
  } as unknown as Store; // what is read of it
  const known = { records: ids.map((id) => ({ id })) } as unknown as KnownDocuments; // as above
  return observeChanges(store, NOW, { known, cited });
}

const MONTHS = 120 / (365.25 / 12);

describe("observeChanges", () => {
  it("weighs each document by how often it is cited", async () => {
    const versions = { stable: [120], busy: [1, 45, 120] };
    const seldom = await observe(
      versions,
      new Map([
        ["stable", 90],
        ["busy", 10],
      ]),
    );
    assert.ok(Math.abs((seldom?.changeShare ?? 0) - (0.1 * 2) / MONTHS) < 1e-9);
    const often = await observe(
      versions,
      new Map([
        ["stable", 10],
        ["busy", 90],
      ]),
    );
    assert.ok(Math.abs((often?.changeShare ?? 0) - (0.9 * 2) / MONTHS) < 1e-9);
    assert.deepEqual([often?.citations, often?.syncs, often?.changeDays], [100, 3, 2]);
  });

  it("counts what is cited and gone, and changes of one month once", async () => {
    const gone = await observe(
      { stable: [120], gone: [] },
      new Map([
        ["stable", 50],
        ["gone", 50],
      ]),
    );
    assert.ok(Math.abs((gone?.changeShare ?? 0) - 0.5 / MONTHS) < 1e-9);
    const hourly = await observe({ busy: [1, 1.1, 1.2, 120] }, new Map([["busy", 40]]));
    assert.ok(Math.abs((hourly?.changeShare ?? 0) - 1 / MONTHS) < 1e-9);
  });

  it("counts every document the same while hardly anything is cited", async () => {
    const found = await observe({ a: [1, 120], b: [120] }, new Map([["b", 29]]));
    assert.equal(found?.citations, undefined);
    assert.ok(Math.abs((found?.changeShare ?? 0) - 6 / 2 / MONTHS) < 1e-9);
  });
});
