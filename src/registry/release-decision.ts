/** @module What was decided about a release, with what it rests on: never moved without one. */
import type { DecisionKind, DecisionRecord } from "../domain/decision-record.ts";
import type { MeasureResult, Verdict } from "../domain/evaluation.ts";
import type { Alias, ChallengerMode } from "../domain/release.ts";
import { hashJson, toCanonicalJson } from "../foundation/hash.ts";
import type { LimitCheck } from "./judge-limits.ts";

export interface ReleaseDecision {
  readonly schema: "plumbline.release-decision/1";
  readonly id: string;
  readonly createdAt: string;
  readonly kind: Exclude<DecisionKind, "approach">;
  readonly alias: Alias;
  /** What it is about; absent where an alias is to point nowhere. */
  readonly release?: string;
  /** What answered until then. */
  readonly served: string;
  readonly mode?: ChallengerMode;
  /** Of a gate. A step back needs none. */
  readonly verdict: Verdict | "not-judged";
  /** The deciding ones first, in plain words. */
  readonly reasons: readonly string[];
  /** A principal; `owner` is the local owner, `plumbline` a rollback by itself. */
  readonly by: string;
  /** Whether the alias was moved with it. */
  readonly moved: boolean;
  /** What it rests on: `evl_…` of both, the cases, the measures that decided. */
  readonly evaluation?: string;
  readonly baseline?: string;
  readonly golden?: { readonly name: string; readonly hash: string; readonly part: string };
  readonly measures?: readonly MeasureResult[];
  readonly limits?: readonly LimitCheck[];
  readonly warnings: readonly string[];
  /** Of the settings in force. */
  readonly fingerprint: string;
}

/** Equal decisions at one moment are one. */
export function makeReleaseDecision(
  decided: Omit<ReleaseDecision, "schema" | "id">,
): ReleaseDecision {
  const whole = { schema: "plumbline.release-decision/1", ...decided } as const;
  return { ...whole, id: `dec_${hashJson(whole).slice(0, 16)}` };
}

export const toDecisionRecord = (decision: ReleaseDecision): DecisionRecord => ({
  id: decision.id,
  createdAt: decision.createdAt,
  kind: decision.kind,
  approach: decision.verdict,
  sentence: describeDecision(decision),
  data: toCanonicalJson(decision),
});

/** What `makeReleaseDecision` made; nothing for a decision of another kind. */
export function readReleaseDecision({ kind, data }: DecisionRecord): ReleaseDecision | undefined {
  return kind === undefined ? undefined : (JSON.parse(data) as ReleaseDecision); // written here
}

/** One line for lists. */
export function describeDecision(decision: ReleaseDecision): string {
  const { kind, release = "nothing", served, verdict, moved, reasons, mode } = decision;
  const [reason = ""] = reasons;
  if (kind === "rollback") return `${served} was taken back for ${release}: ${reason}`;
  if (kind === "promotion") {
    const what = moved ? `took the place of ${served}` : `was not promoted (${verdict})`;
    return `${release} ${what}: ${reason}`;
  }
  if (!mode) return `the challenger was withdrawn: ${reason}`;
  const what = moved ? "challenges" : "may not challenge";
  return `${release} ${what} ${served} (${mode.kind} ${mode.share}): ${reason}`;
}
