/** @module Whether a document may be learned from, and how far what was learned may go. */
import type { Metadata } from "./metadata.ts";

/**
 * From the narrowest to the widest: never; on machines of our own; by services of others, too.
 * Where nobody says anything it is `forbidden`.
 */
export const TRAINING_POLICIES = ["forbidden", "internal", "external"] as const;
export type TrainingPolicy = (typeof TRAINING_POLICIES)[number];

/** What a collection, a source or a document says of learning from it. */
export interface TrainingRights {
  readonly training?: TrainingPolicy | undefined;
  readonly licence?: string | undefined;
  readonly lawfulBasis?: string | undefined;
}

const toWidth = (policy: TrainingPolicy): number => TRAINING_POLICIES.indexOf(policy);

export const admits = (policy: TrainingPolicy, wanted: TrainingPolicy): boolean =>
  toWidth(policy) >= toWidth(wanted);

/** The narrowest of those that are said; `undefined` where none is. */
export function narrowestPolicy(
  policies: readonly (TrainingPolicy | undefined)[],
): TrainingPolicy | undefined {
  const said = policies.filter((policy) => policy !== undefined);
  return TRAINING_POLICIES.find((policy) => said.includes(policy));
}

/**
 * What holds for a document: the narrowest of what its collection, its source and it itself say. The
 * configuration has to open the door, and a document may only close it: what a stranger writes into
 * a page gives nobody a right. A word that is no policy closes it, too.
 */
export function resolveTraining(
  collection: TrainingRights | undefined,
  source: TrainingRights | undefined,
  metadata: Metadata,
): Required<TrainingRights> & { readonly training: TrainingPolicy } {
  const own = metadata["training"];
  const declared =
    own === undefined ? undefined : (TRAINING_POLICIES.find((name) => name === own) ?? "forbidden");
  const configured = narrowestPolicy([collection?.training, source?.training]) ?? "forbidden";
  return {
    training: narrowestPolicy([configured, declared]) ?? "forbidden",
    licence: toText(metadata["licence"]) ?? source?.licence ?? collection?.licence,
    lawfulBasis: toText(metadata["lawfulBasis"]) ?? source?.lawfulBasis ?? collection?.lawfulBasis,
  };
}

const toText = (value: unknown): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
