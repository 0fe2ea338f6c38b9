/** @module Use case: is this installation sound, and if not, what to do. */
import type { JobRecord } from "../domain/job.ts";
import type { Store } from "../ports/store.ts";
import { PlumblineError } from "../foundation/errors.ts";
import { maintenanceAccess } from "./access.ts";
import type { Assembly } from "./assembly.ts";
import { describeDifference } from "./registry/show.ts";

export interface DoctorReport {
  readonly sound: boolean;
  readonly facts: Readonly<Record<string, string | number>>;
  readonly problems: readonly string[];
  readonly hints: readonly string[];
}

/** The command that takes a job up again. */
const AGAIN = {
  ingest: "ingest",
  evaluation: "evaluate",
  build: "registry build",
} as const satisfies Record<JobRecord["kind"], string>;

/** Enough to notice a collection that nobody can read. */
const DOCUMENTS_LOOKED_AT = 10_000;

export async function doctor(
  assembly: Assembly,
  store: Store,
  options: { readonly deep: boolean },
): Promise<DoctorReport> {
  const { embedder, generator, release, loaded, retrieveSettings } = await choose(assembly, store);
  const operator = maintenanceAccess("doctor");
  const report = await store.checkIntegrity(operator, options);
  const collections = await store.listCollections(operator);
  const jobs = await store.listJobs(operator, 20);
  const hints: string[] = [...(await describeDifference({ assembly }, store))];
  if (report.chunks > 0 && !report.embedders.includes(embedder.fingerprint))
    hints.push(
      `no vectors of ${embedder.fingerprint} are stored, so the dense leg is silent: run plumbline ingest`,
    );
  const documents = await store.listDocuments(operator, { limit: DOCUMENTS_LOOKED_AT });
  const closed = documents.filter(({ access }) => access.allow.flat().length === 0).length;
  if (closed > 0)
    hints.push(
      `${closed} document${closed === 1 ? " is" : "s are"} readable by nobody but you: plumbline ingest --access opens them`,
    );
  for (const job of jobs)
    if (job.state === "interrupted" || job.state === "running")
      hints.push(
        `${job.id} (${job.collection}, ${job.source}) did not finish: run plumbline ${AGAIN[job.kind]} again`,
      );
  if (!report.sound)
    hints.push("ingest the sources again into a fresh data directory, and report this");
  return {
    sound: report.sound,
    facts: {
      ...store.description,
      node: process.version,
      config: loaded.path ?? "none (defaults)",
      release,
      embedder: `${embedder.fingerprint}, alpha ${retrieveSettings.alpha}`,
      generator: generator.id,
      collections: collections.map(({ name }) => name).join(", ") || "none",
      documents: report.documents,
      chunks: report.chunks,
      segments: report.segments,
      generation: report.generation,
      bytes: report.bytes,
    },
    problems: report.problems,
    hints,
  };
}

/** What serves; the configuration where that cannot be opened, which the doctor must tell of. */
async function choose(assembly: Assembly, store: Store): Promise<Assembly> {
  try {
    return await assembly.serving.choose(store, {});
  } catch (error) {
    if (error instanceof PlumblineError) return assembly;
    throw error;
  }
}
