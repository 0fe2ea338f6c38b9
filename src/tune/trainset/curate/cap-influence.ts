/** @module No single person or document fills a training set. */
import { hashJson } from "../../../foundation/hash.ts";
import { ORIGINS, toRowId, type RowDraft } from "../row.ts";
import type { Reject } from "./reject.ts";

export interface Caps {
  /** Of the rows, for one person or one document. */
  readonly share: number;
  /** Rows that anybody may have, however small the set is. */
  readonly least: number;
}

/** A twentieth (guide: tuning, 2.1); a set of a few hundred rows would lose everything to less than 20. */
export const DEFAULT_CAPS: Caps = { share: 0.05, least: 20 };

export interface Capped {
  readonly kept: readonly RowDraft[];
  readonly rejects: readonly Reject[];
}

/** The best labels stay, then what chance says: no order of the input decides. */
export function capInfluence(drafts: readonly RowDraft[], { share, least }: Caps): Capped {
  const most = Math.max(least, Math.floor(share * drafts.length));
  const counts = new Map<string, number>();
  const rejects: Reject[] = [];
  const chance = new Map(drafts.map((draft) => [draft, hashJson(toRowId(draft))]));
  const order = drafts.toSorted(
    (a, b) =>
      ORIGINS.indexOf(a.origin) - ORIGINS.indexOf(b.origin) ||
      ((chance.get(a) ?? "") < (chance.get(b) ?? "") ? -1 : 1),
  );
  const kept = new Set<RowDraft>();
  for (const draft of order) {
    const names = listInfluences(draft);
    if (names.some((name) => (counts.get(name) ?? 0) >= most)) {
      rejects.push({ id: toRowId(draft), reason: "influence-cap" });
      continue;
    }
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
    kept.add(draft);
  }
  return { kept: drafts.filter((draft) => kept.has(draft)), rejects };
}

/** A golden set is somebody's considered work, and no influence of its authors. */
const listInfluences = ({ people, origin, documentVersions }: RowDraft): readonly string[] => [
  ...people,
  ...(origin === "synthetic" ? documentVersions : []),
];
