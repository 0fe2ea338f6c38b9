/** @module JSON and columns in one blob, deflated with a dictionary of what every record says. */
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { storeCorrupt } from "../errors.ts";
import { VarintReader, VarintWriter } from "./columns.ts";

export interface Packed {
  readonly json: unknown;
  readonly columns: readonly Uint8Array[];
}

/** First byte of a blob; another dictionary or another layout is another number. */
const FORMAT = 1;

/**
 * Part of the format, so it never changes. What is likely comes last: it is the nearest.
 */
const DICTIONARY = Buffer.from(
  [
    '"judge","tool","ingest","route","shadow","demo","evaluation","escalated","incomplete","error"',
    '"kind":"number","citations":[],"values":["features":{"reason":"checks-failed","no-passages"',
    '"conversationId":"history":[{"role":"user","text":"role":"assistant","rewrite":{"rewriter":"',
    '"draft":{"provider":"openai","anthropic","model":"prompt":{"id":"grounding","version":1,"sha256":"',
    '"renderedHash":"replyHash":"parameters":{"temperature":0,"maxOutputTokens":"finish":"stop"}',
    '"usage":{"model":"gpt-claude-","inputTokens":"unknown","outputTokens":"unknown","costUsd":"unknown"}',
    '"spans":[{"spanId":"parentId":"kind":"rewrite","startMs":0,"durationMs":0,"attributes":{}},',
    '"kind":"embed","kind":"fuse","kind":"rerank","kind":"ground","kind":"generate","kind":"cite"',
    '"kind":"abstain","kind":"retrieve","candidates":200,"chunks":50,"passages":8,"sentences":1}},',
    '"principals":["operator"],"principals":["group:staff","public","user:"],"collections":"all"',
    '"collections":["filter":[],"release":"rel_","fingerprint":"generation":',
    '"generator":"extractive-1","verifier":"lexical-1","verifier":"exact","reranking":{"by":["light-1"],"failed":[]}',
    '"outcome":"found","topK":8,"asked":"both","threshold":0.5,"outcome":"abstained","outcome":"answered",',
    '"answer":{"question":"text":"","abstained":true,"reason":"weak-evidence","message":"',
    '"abstained":false,"confidence":0.,"citations":[{"number":1,"key":".md","collection":"title":"',
    '"headings":["page":1,"start":,"end":,"modifiedAt":"2026-00-00T00:00:00.000Z","quote":"',
    '"sentences":[{"text":"',
    '"citations":[1],"verdict":"passed","failures":[],"support":1}],"conflicts":[],',
    '"language":"en","latencyMs":,"recorded":true},"stagesMs":{"retrieve":,"answer":}',
    '{"id":"trc_","id":"ans_","traceId":"spanId":"parentSpanId":"operation":"search","operation":"ask",',
    '"source":"user","startedAt":"2026-","endedAt":"2026-","askedAt":"2026-","answerId":"ans_',
  ].join(""),
);

/** Level 9 takes twice the time to save less than a hundredth of the size. */
const OPTIONS = { dictionary: DICTIONARY, level: 5 } as const;

export function pack({ json, columns }: Packed): Uint8Array {
  const text = Buffer.from(JSON.stringify(json));
  const lengths = new VarintWriter();
  lengths.push(columns.length);
  for (const part of [text, ...columns]) lengths.push(part.length);
  const head = lengths.toBytes();
  const body = deflateRawSync(Buffer.concat([text, ...columns]), OPTIONS);
  return Buffer.concat([Uint8Array.of(FORMAT, head.length), head, body]);
}

/** @throws store.corrupt where the bytes are not of this format. */
export function unpack(blob: Uint8Array): Packed {
  const [format, headLength = 0] = blob;
  if (format !== FORMAT) throw storeCorrupt({ what: `a record has format ${format ?? "none"}` });
  const lengths = new VarintReader(blob.subarray(2, 2 + headLength));
  const count = lengths.next();
  const sizes = Array.from({ length: count + 1 }, () => lengths.next());
  const body = inflate(blob.subarray(2 + headLength));
  const ends = sizes.map((_, index) => sizes.slice(0, index + 1).reduce((sum, n) => sum + n, 0));
  const parts = sizes.map((size, index) => body.subarray((ends[index] ?? 0) - size, ends[index]));
  const [text = new Uint8Array(), ...columns] = parts;
  return { json: JSON.parse(Buffer.from(text).toString("utf8")), columns };
}

function inflate(bytes: Uint8Array): Uint8Array {
  try {
    return inflateRawSync(bytes, { dictionary: DICTIONARY });
  } catch (error) {
    throw storeCorrupt({ what: "a record cannot be read" }, error);
  }
}
