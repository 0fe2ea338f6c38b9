/** @module What served before: the way back from one champion to those it took the place of. */
import type { AliasMove } from "../domain/release.ts";
import type { DecisionKind } from "../domain/decision-record.ts";

/** A move of `champion` with what its decision was, and what served until then. */
export interface ChampionMove {
  readonly move: AliasMove;
  readonly kind: DecisionKind;
  /** The release that served when it was decided: the configured one where there was no champion. */
  readonly served: string;
}

/**
 * Releases that can be rolled back to, the last one first. A rollback undoes a promotion: what was
 * left behind by it is not gone back to.
 *
 * @param moves of the champion, in their order.
 */
export function listWayBack(moves: readonly ChampionMove[]): readonly string[] {
  const stack: string[] = [];
  for (const { move, kind, served } of moves) {
    const { release } = move;
    if (kind !== "rollback") {
      stack.push(served);
      continue;
    }
    // Those that were passed over could not serve any more.
    const at = release === undefined ? 0 : stack.lastIndexOf(release);
    stack.length = Math.max(0, at);
  }
  return stack.toReversed();
}
