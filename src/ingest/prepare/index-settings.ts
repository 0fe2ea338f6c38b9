/** @module What decides how a document's text becomes chunks and terms, and its short name. */
import type { ChunkSettings } from "../chunk/index.ts";

export interface IndexSettings extends ChunkSettings {
  /** Times a chunk's headings count in the lexical leg; a whole number. */
  readonly titleWeight: number;
}

/** Raised when a rule of chunking, or of what is indexed of a chunk, changes what is stored. */
const REVISION = "blocks-1";

/** Equal settings have equal names, such as `blocks-1/300-60-1`: most tokens, least, title weight. */
export function toVariant({ maxTokens, minTokens, titleWeight }: IndexSettings): string {
  return `${REVISION}/${maxTokens}-${minTokens}-${titleWeight}`;
}

/** The settings that a name stands for; nothing for names of other revisions. */
export function parseVariant(variant: string): IndexSettings | undefined {
  const [, maxTokens, minTokens, titleWeight] =
    /^blocks-1\/(\d+)-(\d+)-(\d+)$/.exec(variant)?.map(Number) ?? [];
  if (maxTokens === undefined || minTokens === undefined || titleWeight === undefined)
    return undefined;
  return { maxTokens, minTokens, titleWeight };
}
