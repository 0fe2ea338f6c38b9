/** @module Use cases: a training set is built and registered, or looked at without writing. */
import { makeManifest } from "../../domain/artifact-manifest.ts";
import type { ArtifactCard, ArtifactRecord } from "../../domain/artifact.ts";
import { toCanonicalJson } from "../../foundation/hash.ts";
import { isEnough, toArtifact, type Need } from "../../tune/index.ts";
import type { Store } from "../../ports/store.ts";
import type { Assembly } from "../assembly.ts";
import { nothingToLearn } from "../errors.ts";
import { prepare, type Prepared } from "./prepare.ts";
import type { TrainsetBuilt, TrainsetCheck, TrainsetInput } from "./trainset-input.ts";

/** Registered with its lineage; the same inputs give the same artifact, and no second one. */
export async function buildTrainset(
  assembly: Assembly,
  store: Store,
  input: TrainsetInput,
): Promise<TrainsetBuilt> {
  const prepared = await prepare(assembly, store, input);
  const { dataset, needs, hidden, notes, blocks, before } = prepared;
  const [block] = blocks;
  if (block) throw block;
  if (dataset.rows.length === 0) throw nothingToLearn({ lane: input.lane, why: notes });
  const { facts } = dataset;
  const { record, isNew } = await register(assembly, prepared);
  const edges = record.manifest.parents.map((parent) => ({ child: record.id, parent }));
  await store.putLineage(edges);
  const told = { facts, needs, hidden, notes };
  return { artifact: record.id, isNew, continues: before?.id, ...told };
}

async function register(
  assembly: Assembly,
  prepared: Prepared,
): Promise<{ readonly record: ArtifactRecord; readonly isNew: boolean }> {
  const { dataset, recipe, before } = prepared;
  const { artifacts } = assembly;
  // What it would continue is this very set: there is nothing to add.
  const same = makeManifest(toArtifact(dataset, recipe));
  const isSame =
    before !== undefined &&
    toCanonicalJson([same.files, same.recipe]) ===
      toCanonicalJson([before.manifest.files, before.manifest.recipe]);
  if (isSame) return { record: before, isNew: false };
  const known = new Set(await artifacts.listIds());
  const content = toArtifact(dataset, recipe, before?.id);
  const record = await artifacts.put(content, makeCard(assembly, prepared));
  return { record, isNew: !known.has(record.id) };
}

function makeCard({ clock, loaded }: Assembly, { dataset, needs, notes }: Prepared): ArtifactCard {
  const { facts } = dataset;
  const { collections, lane, audience } = facts;
  const unmet = needs.filter(({ have, least }) => have < least);
  const [only, another] = collections === "all" ? [] : collections;
  return {
    purpose: `rows that the ${lane} lane may learn from`,
    lane,
    ...(only !== undefined && another === undefined ? { collection: only } : {}),
    audience: audience.length > 0 ? audience : ["public"],
    createdAt: clock.now().toISOString(),
    comparisons: [],
    verdict: isEnough(needs) ? "pass" : "inconclusive",
    reasons: [...unmet.map(describeNeed), ...facts.warnings],
    sections: [
      { heading: "data", lines: toPairs(facts.counts) },
      { heading: "origins", lines: toPairs(facts.origins) },
      { heading: "left out", lines: toPairs(facts.rejects) },
      { heading: "rights", lines: [`training: ${facts.rights}`, ...toPairs(facts.licences)] },
      { heading: "masked", lines: toPairs(facts.masking.masked) },
      { heading: "configuration", lines: [loaded.fingerprint] },
      ...(notes.length > 0 ? [{ heading: "notes", lines: notes }] : []),
    ],
  };
}

const toPairs = (counts: Readonly<Record<string, number>>): readonly string[] =>
  Object.entries(counts).map(([name, count]) => `${name}: ${count}`);

const describeNeed = ({ what, have, least }: Need): string => `${have} ${what}, ${least} to start`;

/** Too little is no fault: what is wrong is told apart from what is missing. */
export async function checkTrainset(
  assembly: Assembly,
  store: Store,
  input: TrainsetInput,
): Promise<TrainsetCheck> {
  const { dataset, needs, hidden, notes, blocks } = await prepare(assembly, store, input);
  const { facts } = dataset;
  const isForbidden = facts.counts["rows"] === 0 && (facts.rejects["rights"] ?? 0) > 0;
  const verdict =
    blocks.length > 0 || isForbidden ? "closed" : isEnough(needs) ? "open" : "inconclusive";
  return { verdict, blocks: blocks.map((block) => toParts(block)), facts, needs, hidden, notes };
}

const toParts = ({ code, kind, message, hint, details }: Prepared["blocks"][number]) => ({
  code,
  kind,
  message,
  hint,
  details,
});
