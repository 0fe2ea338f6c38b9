/** @module Pairs that documents hold without anybody's label: titles, headings and answered questions. */
import type { Span } from "../../../domain/document.ts";
import {
  listSections,
  makeFaqs,
  makeHeadingQuestions,
  type SourceDocument,
  type TermTools,
} from "../../../evaluate/index.ts";
import type { Reject } from "../curate/reject.ts";
import type { TrainsetLane, RowDraft } from "../row.ts";

export interface DocumentMaterial {
  readonly documentId: string;
  readonly versionHash: string;
  readonly modifiedAt: string;
  readonly source: SourceDocument;
  /** Spans of its chunks, in order. */
  readonly chunks: readonly (Span & { readonly id: string })[];
  readonly rights: RowDraft["rights"];
  /** Places that held-out cases are answered from; the whole document where they name no place. */
  readonly spared: readonly Span[];
}

/** Words of a title or heading that say what a text is about; fewer name any text. */
const LEAST_TERMS = 3;

interface Pair {
  readonly name: string;
  readonly asked: string;
  readonly passage: Span;
}

/** In the order of the documents. What a held-out case is answered from makes no pair. */
export function toDocumentRows(
  lane: TrainsetLane,
  materials: readonly DocumentMaterial[],
  tools: TermTools,
): { readonly drafts: readonly RowDraft[]; readonly rejects: readonly Reject[] } {
  const bySource = new Map(materials.map((material) => [material.source, material]));
  const sections = materials.flatMap(({ source }) => listSections(source));
  const made = [...makeFaqs(sections), ...makeHeadingQuestions(sections, tools)];
  const pairs = made.flatMap(({ document, stratum, text, evidence }) => {
    const material = bySource.get(document);
    return material && evidence
      ? [{ material, pair: { name: `${stratum} ${text}`, asked: text, passage: evidence } }]
      : [];
  });
  const titled = materials.flatMap((material) => {
    const pair = toTitlePair(material, tools);
    return pair ? [{ material, pair }] : [];
  });
  const drafts: RowDraft[] = [];
  const rejects: Reject[] = [];
  for (const { material, pair } of [...titled, ...pairs]) {
    const isSpared = material.spared.some(
      ({ start, end }) => start < pair.passage.end && pair.passage.start < end,
    );
    if (isSpared) rejects.push({ id: material.documentId, reason: "gold-for-test" });
    else drafts.push(toDraft(lane, material, pair));
  }
  return { drafts, rejects };
}

function toTitlePair({ source, chunks }: DocumentMaterial, tools: TermTools): Pair | undefined {
  const [first] = chunks;
  const terms = new Set(tools.listTerms(source.title, source.language));
  if (!first || terms.size < LEAST_TERMS) return undefined;
  // A title that its text begins with would give itself away.
  const heading = source.blocks.find(({ kind }) => kind === "heading");
  const start = heading && heading.start <= first.start ? heading.end : first.start;
  if (source.text.slice(start, first.end).trim() === "") return undefined;
  return { name: "title", asked: source.title, passage: { start, end: first.end } };
}

function toDraft(
  lane: TrainsetLane,
  material: DocumentMaterial,
  { name, asked, passage }: Pair,
): RowDraft {
  const { documentId, versionHash, source, chunks, rights, modifiedAt } = material;
  const chunk = chunks.find(({ end }) => end > passage.start);
  const end = Math.min(passage.end, chunk?.end ?? passage.end);
  const document = `${documentId}@${versionHash}`;
  return {
    lane,
    task: "rank",
    key: `document ${documentId} ${name}`,
    ties: [`document ${documentId}`],
    input: {
      messages: [{ role: "user", text: asked }],
      retrieved: [
        {
          ...(chunk ? { chunkId: chunk.id } : {}),
          document,
          text: source.text.slice(passage.start, end).trim(),
          grade: 1,
        },
      ],
    },
    origin: "synthetic",
    traceIds: [],
    feedbackIds: [],
    documentVersions: [document],
    rights,
    language: source.language,
    createdAt: modifiedAt,
    people: [],
    gold: [],
  };
}
