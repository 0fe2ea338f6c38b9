/** @module Everything that a training set could be made of, as everybody of its audience may read it. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { admits } from "../../domain/training.ts";
import { sha256 } from "../../foundation/hash.ts";
import {
  listGivenLabels,
  parseLabelledTexts,
  toLabelledRows,
  type CurateOptions,
  type GuardedSet,
  type Reject,
  type RowDraft,
  type SourceRights,
} from "../../tune/index.ts";
import type { Store } from "../../ports/store.ts";
import { maintenanceAccess } from "../access.ts";
import type { Assembly } from "../assembly.ts";
import { cannotReadLabels, unknownCollection } from "../errors.ts";
import { openGoldenSet, type OpenedGoldenSet } from "../golden/set-folder.ts";
import { textTools } from "../golden/text-tools.ts";
import { toMoment } from "../trace/moment.ts";
import { createAudience, listAll, type Audience } from "./audience.ts";
import { gatherAnswers } from "./gather-answers.ts";
import { gatherDocuments } from "./gather-documents.ts";
import { gatherGolden } from "./gather-golden.ts";
import { openGuarded } from "./golden-folders.ts";
import { openLibrary, type Library } from "./library.ts";
import type { Hidden, TrainsetInput } from "./trainset-input.ts";

export interface GatheredAll {
  readonly drafts: readonly RowDraft[];
  readonly rejects: readonly Reject[];
  readonly given: CurateOptions["given"];
  readonly guarded: readonly GuardedSet[];
  /** Ids of the sets that rows came from. */
  readonly golden: readonly string[];
  /** SHA-256 of the file of labelled texts. */
  readonly labels: string | undefined;
  readonly sources: ReadonlyMap<string, SourceRights>;
  readonly audience: Audience;
  readonly since: string | undefined;
  readonly until: string | undefined;
  readonly hidden: Hidden;
  readonly notes: readonly string[];
}

/** @throws app.unknown-collection, app.bad-principal, app.bad-moment, evaluate.golden-…, tune.labels-file-invalid */
export async function gather(
  assembly: Assembly,
  store: Store,
  input: TrainsetInput,
): Promise<GatheredAll> {
  const { loaded, workingDirectory, clock } = assembly;
  const { lane, collections, rights = "internal" } = input;
  const stored = await store.listCollections(maintenanceAccess("training sets"));
  const names = stored.map(({ name }) => name);
  for (const name of collections ?? [])
    if (!names.includes(name)) throw unknownCollection({ name, known: names });
  const audience = createAudience(store, input.audience ?? []);
  const library = await openLibrary({ loaded, audience, collections, wanted: rights, stored });
  const golden = (input.golden ?? []).map((folder) => openGoldenSet(workingDirectory, folder));
  const roots = [workingDirectory, loaded.baseDirectory];
  const named = [...(input.golden ?? []), ...(input.against ?? [])];
  const guarded = openGuarded(workingDirectory, roots, named).map(({ set }) => set);
  const { since, until } = input;
  const moments = {
    since: since === undefined ? undefined : toMoment(since, clock.now()),
    until: until === undefined ? undefined : toMoment(until, clock.now()),
  };
  const reading = { audience, library, ...moments };
  const answers = await gatherFromUsers(assembly, store, input, reading);
  const parts = [
    ...(await gatherFromGolden(input, golden, library, audience)),
    ...(FREE_PAIRS.has(lane) ? [await gatherDocuments(lane, library, guarded)] : []),
    answers,
  ];
  const texts = readLabels(workingDirectory, input.labels);
  const drafts = parts.flatMap((part) => part.drafts);
  const all = [...drafts, ...toLabelled(lane, texts?.parsed ?? [], drafts)];
  const tooNarrow = all.filter((draft) => !admits(draft.rights, rights));
  return {
    drafts: all.filter((draft) => admits(draft.rights, rights)),
    rejects: [
      ...library.rejects,
      ...parts.flatMap((part) => part.rejects),
      ...tooNarrow.map(({ key }) => ({ id: key, reason: "rights" as const })),
    ],
    given: listGivenLabels(texts?.parsed ?? []),
    guarded,
    golden: golden.map(({ set }) => set.id),
    labels: texts?.hash,
    sources: new Map([
      ...[...library.documents].map(([id, { source }]) => [id, source] as const),
      ...answers.sources,
    ]),
    audience,
    ...moments,
    hidden: await countHidden(store, audience, library, input),
    notes: listNotes(assembly, input, library),
  };
}

/** As old as the newest of what has a date: a file says of none of its lines when it was written. */
function toLabelled(
  lane: TrainsetInput["lane"],
  texts: Parameters<typeof toLabelledRows>[1]["texts"],
  drafts: readonly RowDraft[],
): readonly RowDraft[] {
  const dates = drafts.map(({ createdAt }) => createdAt).toSorted();
  const createdAt = dates.at(-1) ?? UNDATED;
  return toLabelledRows(lane, { texts, languageOf: textTools.detectLanguage, createdAt });
}

/** Lanes that learn from pairs nobody judged. */
const FREE_PAIRS: ReadonlySet<TrainsetInput["lane"]> = new Set(["embedder", "adapter"]);
const UNDATED = "1970-01-01T00:00:00.000Z";

function gatherFromGolden(
  { lane }: TrainsetInput,
  golden: readonly OpenedGoldenSet[],
  library: Library,
  { principals }: Audience,
) {
  // Nobody is every principal of an audience of several: the question is for those who are all of them.
  const everybody = new Set(["public", ...(principals.length === 1 ? principals : [])]);
  return Promise.all(golden.map((opened) => gatherGolden(lane, opened, library, everybody)));
}

const NOTHING = { drafts: [], rejects: [], sources: new Map<string, SourceRights>() };

async function gatherFromUsers(
  { loaded }: Assembly,
  store: Store,
  { lane, rights = "internal", signal }: TrainsetInput,
  reading: {
    readonly audience: Audience;
    readonly library: Library;
    readonly since: string | undefined;
    readonly until: string | undefined;
  },
) {
  const { training, evaluate } = loaded.config;
  if (training.feedback === "forbidden" || !admits(training.feedback, rights)) return NOTHING;
  return gatherAnswers(lane, {
    store,
    ...reading,
    rights: training.feedback,
    optOut: new Set(training.optOut),
    support: evaluate.supportThreshold,
    signal,
  });
}

function readLabels(workingDirectory: string, file: string | undefined) {
  if (file === undefined) return undefined;
  const path = resolve(workingDirectory, file);
  try {
    const content = readFileSync(path, "utf8");
    return { parsed: parseLabelledTexts(path, content), hash: sha256(content) };
  } catch (error) {
    if (
      error instanceof Error &&
      "code" in error &&
      (error.code === "ENOENT" || error.code === "EISDIR")
    )
      throw cannotReadLabels({ path }, error);
    throw error;
  }
}

/** For the owner's eyes: nothing of it is in the set. */
async function countHidden(
  store: Store,
  audience: Audience,
  library: Library,
  { collections }: TrainsetInput,
): Promise<Hidden> {
  const operator = maintenanceAccess("training sets");
  const all = await listAll(store, operator, collections);
  const readable = library.documents.size + library.rejects.length;
  const given = await store.listFeedback(operator, { limit: 100_000 });
  const seen = await store.listFeedback(audience.first, { limit: 100_000 });
  const count = (of: typeof given): number => new Set(of.map(({ answerId }) => answerId)).size;
  return { documents: all.length - readable, answers: count(given) - count(seen) };
}

function listNotes(
  { loaded }: Assembly,
  { collections, lane, golden, labels }: TrainsetInput,
  { documents, rejects }: Library,
): readonly string[] {
  const notes: string[] = [];
  const { training, collections: configured } = loaded.config;
  const forbidden = rejects.filter(({ reason }) => reason === "rights").length;
  const names = collections ?? Object.keys(configured);
  if (documents.size === 0 && forbidden > 0)
    notes.push(
      `no document may be learned from: say training: internal of ${names.join(", ") || "a collection"} in plumbline.yaml`,
    );
  if (training.feedback === "forbidden" && lane !== "classifier")
    notes.push("questions and feedback of users are left out: training.feedback is forbidden");
  if ((golden ?? []).length === 0 && lane !== "classifier" && labels === undefined)
    notes.push("no golden set was named: its train cases would be rows (--golden FOLDER)");
  return notes;
}
