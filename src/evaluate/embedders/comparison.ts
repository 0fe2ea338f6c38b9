/** @module A comparison of embedders as a record, and as tables that every form of it is made of. */
import {
  countOf,
  formatDifference,
  formatDifferenceInterval,
  formatInterval,
  formatValue,
} from "../report/figures.ts";
import {
  EMBEDDER_STAGES,
  type ComparedEmbedder,
  type EmbedderStage,
  type StageResult,
} from "./compare-embedders.ts";

export interface EmbedderComparison {
  readonly format: "plumbline.embedder-comparison/1";
  readonly createdAt: string;
  readonly version: string;
  readonly golden: { readonly name: string; readonly id: string };
  readonly part: string;
  readonly collection: string;
  readonly questions: number;
  readonly chunks: number;
  /** nDCG@10 of BM25 without any embedder, before and behind the rerankers. */
  readonly lexical: { readonly mean: number; readonly reranked: number };
  /** The configured one first. */
  readonly embedders: readonly ComparedEmbedder[];
}

export interface ComparisonTable {
  readonly caption: string;
  readonly heads: readonly string[];
  /** The first cell names the row. */
  readonly rows: readonly (readonly string[])[];
}

const STAGE_WORDS: Readonly<Record<EmbedderStage, string>> = {
  alone: "vectors alone",
  hybrid: "fused with BM25",
  reranked: "reranked, as it serves",
};

export const describeComparison = (comparison: EmbedderComparison): string => {
  const { golden, part, collection, questions, chunks } = comparison;
  const parts = part === "all" ? "" : `, part ${part}`;
  return `nDCG@10 over ${countOf(questions, "question")} of ${golden.name} (${golden.id}${parts}), ${countOf(chunks, "chunk")} of ${collection}`;
};

/** Quality by stage, then what it takes. */
export function toTables(comparison: EmbedderComparison): readonly ComparisonTable[] {
  const { embedders } = comparison;
  return [
    ...EMBEDDER_STAGES.map((stage) => toQuality(stage, comparison)),
    {
      caption: "what it takes",
      heads: [
        "embedder",
        "dimensions",
        "alpha",
        "query p50",
        "p95",
        "chunks/s",
        "$ a million chunks",
        "index a million chunks",
        "memory",
      ],
      rows: embedders.map((each) => [
        each.name,
        `${each.dimensions}`,
        formatValue(each.alpha),
        formatMs(each.queryP50Ms),
        formatMs(each.queryP95Ms),
        formatRate(each.textsPerSecond),
        formatPrice(each.usdPerMillionTexts),
        formatBytes(each.indexBytesPerMillionTexts),
        formatBytes(each.memoryBytes),
      ]),
    },
  ];
}

function toQuality(
  stage: EmbedderStage,
  { embedders, lexical }: EmbedderComparison,
): ComparisonTable {
  const without =
    stage === "alone" ? undefined : stage === "hybrid" ? lexical.mean : lexical.reranked;
  return {
    caption: STAGE_WORDS[stage],
    heads: ["embedder", "mean", "95 % interval", "difference", "95 % interval", "smallest seen"],
    rows: [
      ...(without === undefined
        ? []
        : [["BM25, no embedder", formatValue(without), "", "", "", ""]]),
      ...embedders.map(({ name, measures }) => [name, ...toCells(measures[stage])]),
    ],
  };
}

const toCells = ({ mean, interval, against }: StageResult): readonly string[] => [
  formatValue(mean),
  interval ? formatInterval(interval) : "",
  against ? formatDifference(against.difference) : "",
  against ? formatDifferenceInterval(against.interval) : "",
  against ? formatValue(against.smallestSeen) : "",
];

const formatMs = (ms: number): string => `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`;

const formatRate = (rate: number): string =>
  rate < 10 ? rate.toFixed(1) : Math.round(rate).toLocaleString("en-US");

const formatPrice = (usd: number | "unknown"): string =>
  usd === "unknown" ? usd : usd === 0 ? "none" : usd.toFixed(2);

const MEGABYTE = 1e6;
const formatBytes = (bytes: number): string =>
  bytes < 1000 * MEGABYTE
    ? `${(bytes / MEGABYTE).toFixed(0)} MB`
    : `${(bytes / MEGABYTE / 1000).toFixed(1)} GB`;
