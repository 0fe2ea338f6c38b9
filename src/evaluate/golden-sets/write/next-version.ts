/** @module The next version of a golden set: cases added, changed and retired, never lost. */
import type { GoldenCase } from "../../../domain/golden-set.ts";
import { hashJson } from "../../../foundation/hash.ts";
import { caseNotFound } from "../../errors.ts";
import type { TermTools } from "../alike/overlaps.ts";
import { createQuestionIndex, toAskedText } from "../alike/repeats.ts";
import type { CaseDraft } from "../case-hash.ts";
import type { GoldenFiles } from "../files.ts";
import type { Manifest, ManifestFacts } from "../manifest.ts";
import { assignParts, type UnassignedCase } from "../split/assign-parts.ts";
import { writeGoldenSet, type WrittenGoldenSet } from "./write-golden-set.ts";

/** The version that changes are made to; of an empty set only its facts. */
export interface VersionBefore {
  readonly cases: readonly GoldenCase[];
  readonly files: GoldenFiles;
  readonly facts: ManifestFacts;
}

export interface VersionChanges {
  readonly add?: readonly UnassignedCase[];
  /** Why, by id of the case. */
  readonly retire?: ReadonlyMap<string, string>;
}

export type Refusal = "same-id" | "repeats" | "split-conflict";

export interface NextVersion extends WrittenGoldenSet {
  readonly added: readonly string[];
  /** What was not taken, and the cases it stands against. */
  readonly refused: readonly {
    readonly id: string;
    readonly reason: Refusal;
    readonly against: readonly string[];
  }[];
}

/** What a next version keeps, the version itself as its parent. */
export function toFacts(
  manifest: Manifest | undefined,
  name: string,
  hash?: string,
): ManifestFacts {
  const { language, seed = name, licence, provenance } = manifest ?? {};
  return { name: manifest?.name ?? name, language, seed, licence, provenance, parent: hash };
}

/** Derived from what is asked, so that asking the same again is the same case. */
export const toCaseId = ({
  text,
  history,
  principals,
}: Pick<CaseDraft, "text" | "history" | "principals">): string =>
  `q-${hashJson({ text, history, principals }).slice(0, 12)}`;

/**
 * A newcomer is refused when its id is taken, when it nearly repeats a case that is asked by the same
 * principals (variants of a case may), or when it would tie together cases of different parts.
 *
 * @throws evaluate.case-not-found for a case to retire that is not there.
 */
export function makeNextVersion(
  before: VersionBefore,
  changes: VersionChanges,
  tools: TermTools,
): NextVersion {
  const retired = retire(before.cases, changes.retire ?? new Map());
  const { accepted, refused } = sift(retired, changes.add ?? []);
  const { cases, conflicts } = assignParts(retired, accepted, before.facts.seed ?? "", tools);
  const added = cases.slice(retired.length).map(({ id }) => id);
  const written = writeGoldenSet(before.facts, cases, before.files);
  return {
    ...written,
    added,
    refused: [
      ...refused,
      ...conflicts.map(({ id, parts }) => ({
        id,
        reason: "split-conflict" as const,
        against: parts,
      })),
    ],
  };
}

function retire(
  cases: readonly GoldenCase[],
  reasons: ReadonlyMap<string, string>,
): readonly GoldenCase[] {
  const known = new Set(cases.map(({ id }) => id));
  const unknown = [...reasons.keys()].find((id) => !known.has(id));
  if (unknown !== undefined) throw caseNotFound({ id: unknown });
  return cases.map((each) => {
    const retired = reasons.get(each.id);
    return retired === undefined ? each : { ...each, retired };
  });
}

/** Retired cases repeat nobody: a better wording may take their place. */
function sift(
  known: readonly GoldenCase[],
  newcomers: readonly UnassignedCase[],
): { accepted: readonly UnassignedCase[]; refused: NextVersion["refused"] } {
  const ids = new Set(known.map(({ id }) => id));
  const asked = createQuestionIndex<UnassignedCase>();
  for (const each of known) if (each.retired === undefined) asked.add(each, toAskedText(each));
  const accepted: UnassignedCase[] = [];
  const refused: { id: string; reason: Refusal; against: readonly string[] }[] = [];
  for (const each of newcomers) {
    const text = toAskedText(each);
    const repeats = asked.find(text).filter(({ item }) => isAskedAlike(item, each));
    if (ids.has(each.id)) refused.push({ id: each.id, reason: "same-id", against: [each.id] });
    else if (repeats.length > 0)
      refused.push({ id: each.id, reason: "repeats", against: repeats.map((r) => r.item.id) });
    else {
      ids.add(each.id);
      asked.add(each, text);
      accepted.push(each);
    }
  }
  return { accepted, refused };
}

/**
 * Of other principals the same question is another one, a variant is meant to be alike, and a case
 * without its evidence is the twin of one with it.
 */
const isAskedAlike = (one: UnassignedCase, other: UnassignedCase): boolean =>
  one.principals.toSorted().join() === other.principals.toSorted().join() &&
  other.variantOf === undefined &&
  one.variantOf === undefined &&
  one.answerable === other.answerable;
