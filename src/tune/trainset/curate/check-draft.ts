/** @module What a row must have to teach anything, and what it must not hold. */
import { findSecrets } from "../personal/find-secrets.ts";
import { listTexts, RETRIEVAL_LANES, toAsked, type RowDraft } from "../row.ts";
import type { RejectReason } from "./reject.ts";

/** Replies that decline in words teach a model to decline. */
const REFUSAL =
  /^(?:i(?:'m| am) sorry,? but|i can(?:no|')t (?:help|answer|assist)|as an ai|es tut mir leid,? aber|je suis désolée?,? mais|lo siento,? pero|mi dispiace,? ma)/i;

export interface DraftRules {
  /** Languages that rows may be in; absent: any. */
  readonly languages?: readonly string[] | undefined;
}

/** Why it cannot be used; `undefined` where it can. */
export function findFault(draft: RowDraft, { languages }: DraftRules): RejectReason | undefined {
  const { lane, task, input, target, chosen, rejected, label, language } = draft;
  if (toAsked(draft).trim() === "") return "empty";
  if (languages && !languages.includes(language)) return "wrong-language";
  if (RETRIEVAL_LANES.has(lane))
    return input.retrieved.some(({ grade = 0, text }) => grade > 0 && text.trim() !== "")
      ? undefined
      : "no-positive";
  if (task === "label" || task === "grade") return label?.trim() ? undefined : "empty";
  if (task === "prefer")
    return chosen?.trim() && rejected?.trim() && chosen.trim() !== rejected.trim()
      ? undefined
      : "empty";
  if (!target?.trim()) return "empty";
  return task === "answer" && REFUSAL.test(target.trim()) ? "empty" : undefined;
}

/** `where: kinds` of drafts that hold a key or a password; empty when none does. */
export const listSecretPlaces = (drafts: readonly RowDraft[]): readonly string[] =>
  drafts.flatMap((draft) => {
    const kinds = new Set(listTexts(draft).flatMap(findSecrets));
    if (kinds.size === 0) return [];
    const places = [...draft.traceIds, ...new Set(draft.documentVersions)];
    return [`${places.join(", ") || draft.key} (${[...kinds].join(", ")})`];
  });
