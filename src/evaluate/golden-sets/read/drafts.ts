/** @module From what the files say of one question to a case with its group and part. */
import type { Part } from "../../../domain/golden-set.ts";
import type { CaseDraft } from "../case-hash.ts";
import { choosePart } from "../split/choose-part.ts";
import type { ReadAnswer } from "./answers.ts";
import type { Mistakes } from "./mistakes.ts";
import { toOpenEvidence, type OpenCorpus } from "./open-evidence.ts";
import type { JudgedQuery } from "./qrels.ts";
import type { ReadQuery } from "./queries.ts";

/** What is not yet settled is told by other cases: the group, and the part. */
interface OpenDraft extends Omit<CaseDraft, "group" | "part"> {
  readonly group: string | undefined;
  readonly part: Part | undefined;
}

/** A case in one part by its own word and in another by its judgments is a mistake. */
export function toDraft(
  query: ReadQuery,
  answer: ReadAnswer | undefined,
  judged: JudgedQuery | undefined,
  corpus: OpenCorpus,
  mistakes: Mistakes,
): OpenDraft {
  const { id, text, file, line, metadata = {}, meta = {} } = query;
  const { group, history, language, collection, part: stated, ...facts } = metadata;
  if (stated !== undefined && judged?.part !== undefined && stated !== judged.part)
    mistakes.add(file, line, `${id} says ${stated} and is judged in ${judged.part}`);
  const answers = answer?.answers ?? query.answers ?? [];
  const evidence = answer?.evidence ?? toOpenEvidence(meta, answers, corpus);
  const grades = judged?.grades ?? new Map(evidence.flat().map((span) => [span.document, 1]));
  const known = {
    ...facts,
    language: language ?? meta.lang,
    collection: collection ?? meta.collection,
  };
  return {
    id,
    text,
    history: history ?? meta.history ?? [],
    group: group ?? meta.doc,
    part: stated ?? judged?.part,
    ...definedOf(known),
    answerable: answer?.answerable ?? !query.unanswerable,
    answers,
    evidence,
    checks: answer?.checks ?? {},
    principals: answer?.principals ?? [],
    labels: answer?.labels ?? [],
    grades,
  };
}

type Defined<T> = { readonly [Key in keyof T]?: Exclude<T[Key], undefined> };

/** Without the members that are undefined, as the type of a case has them. */
function definedOf<T extends object>(value: T): Defined<T> {
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members) as Defined<T>; // no member of it is undefined now
}

/** Relevant documents of a case, by judgments and by evidence. */
export function listGold({ grades, evidence }: Pick<CaseDraft, "grades" | "evidence">): string[] {
  const judged = [...grades].filter(([, grade]) => grade > 0).map(([document]) => document);
  return [...new Set([...judged, ...evidence.flat().map(({ document }) => document)])];
}

type GroupedDraft = Omit<OpenDraft, "group"> & { readonly group: string };

/** A case that names no group belongs to its first relevant document, or to itself. */
export function settleGroups(drafts: readonly OpenDraft[]): readonly GroupedDraft[] {
  return drafts.map((draft) => {
    const [document] = listGold(draft).toSorted();
    return { ...draft, group: draft.group ?? (document ? `document:${document}` : draft.id) };
  });
}

/**
 * A case whose part is not stored goes where its group is; then to the one part there is; then where
 * its bucket says.
 */
export function settleParts(drafts: readonly GroupedDraft[], seed: string): readonly CaseDraft[] {
  const stored = drafts.filter(({ part }) => part !== undefined);
  const parts = new Set(stored.map(({ part }) => part));
  const ofGroup = new Map(stored.map(({ group, part }) => [group, part]));
  const [only = "test"] = parts;
  return drafts.map(({ part, ...draft }) => ({
    ...draft,
    part:
      part ??
      ofGroup.get(draft.group) ??
      (parts.size <= 1 ? only : choosePart(seed, draft.group, drafts.length)),
  }));
}
