/** @module Chunks that stand together in a document, shown together. */
import type { Span } from "../../domain/document.ts";

/** What merging looks at; ordered best first. */
export interface Mergeable extends Span {
  readonly documentId: string;
  readonly versionHash: string;
  readonly sequence: number;
  readonly headings: readonly string[];
}

/** Chunks shown as one passage, in reading order; the first mention is the best of them. */
export interface MergedGroup<T> {
  readonly best: T;
  readonly members: readonly T[];
  readonly span: Span;
}

/**
 * Joins chunks of one section of one version that are adjacent or one apart, where the whole span
 * is at most `maxLength` UTF-16 units: between sections stand headings, which answer nothing.
 * Groups keep the order of their best member.
 */
export function mergeNeighbors<T extends Mergeable>(
  ranked: readonly T[],
  maxLength: number,
): readonly MergedGroup<T>[] {
  const groups: { best: T; members: T[] }[] = [];
  for (const chunk of ranked) {
    const near = groups.find(
      ({ best, members }) =>
        best.documentId === chunk.documentId &&
        best.versionHash === chunk.versionHash &&
        isSameSection(best.headings, chunk.headings) &&
        members.some(({ sequence }) => Math.abs(sequence - chunk.sequence) <= 2) &&
        lengthOf([...members, chunk]) <= maxLength,
    );
    if (near) near.members.push(chunk);
    else groups.push({ best: chunk, members: [chunk] });
  }
  return groups.map(({ best, members }) => {
    const ordered = members.toSorted((a, b) => a.sequence - b.sequence);
    return { best, members: ordered, span: spanOf(ordered) };
  });
}

const isSameSection = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((heading, index) => heading === b[index]);

const spanOf = (chunks: readonly Span[]): Span => ({
  start: Math.min(...chunks.map(({ start }) => start)),
  end: Math.max(...chunks.map(({ end }) => end)),
});

const lengthOf = (chunks: readonly Span[]): number => {
  const { start, end } = spanOf(chunks);
  return end - start;
};
