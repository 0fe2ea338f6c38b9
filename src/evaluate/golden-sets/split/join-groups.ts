/** @module Cases that must stay together, whatever says so: group, document, variant, wording. */
import type { CaseDraft } from "../case-hash.ts";
import { findOverlaps, type TermTools } from "../alike/overlaps.ts";
import { findRepeats } from "../alike/repeats.ts";
import { listGold } from "../read/drafts.ts";
import { DisjointSets } from "../../../foundation/disjoint-sets.ts";

export type JoinedCase = Pick<
  CaseDraft,
  "id" | "text" | "history" | "language" | "group" | "variantOf" | "grades" | "evidence"
>;

/**
 * What common terms alone join holds no more than this share of the cases: questions of one template
 * have most terms in common, and a set of them would be one group.
 */
const LARGEST_BY_WORDING = 0.1;
/** Groups up to this size are joined in any set. */
const SMALL = 6;

/**
 * The name of each case's component, by id: cases of one group, with a relevant document in common,
 * of one wording, or nearly of one, are in one component. It is named by the first of its groups in
 * the order of their names.
 */
export function joinGroups(
  cases: readonly JoinedCase[],
  tools: TermTools,
): ReadonlyMap<string, string> {
  const sets = new DisjointSets();
  for (const each of cases) {
    const own = toNode(each);
    sets.weigh(own);
    sets.join(own, `group ${each.group}`);
    for (const document of listGold(each)) sets.join(own, `document ${document}`);
    if (each.variantOf !== undefined) sets.join(own, `case ${each.variantOf}`);
  }
  for (const { one, other } of findRepeats(cases)) sets.join(toNode(one), toNode(other));
  const alike = findOverlaps(cases, tools).toSorted((a, b) => b.similarity - a.similarity);
  const most = Math.max(SMALL, LARGEST_BY_WORDING * cases.length);
  for (const { one, other } of alike)
    if (sets.weightOf(toNode(one)) + sets.weightOf(toNode(other)) <= most)
      sets.join(toNode(one), toNode(other));
  const names = new Map<string, string>();
  for (const each of cases) {
    const root = sets.find(toNode(each));
    const name = names.get(root);
    if (name === undefined || each.group < name) names.set(root, each.group);
  }
  return new Map(cases.map((each) => [each.id, names.get(sets.find(toNode(each))) ?? each.group]));
}

const toNode = ({ id }: JoinedCase): string => `case ${id}`;
