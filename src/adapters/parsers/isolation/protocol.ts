/** @module What goes between the runner and its child: a framed request in, one JSON line out. */
import { z } from "zod";
import { MetadataValueSchema } from "../../../domain/metadata.ts";
import type { ParsedDocument } from "../../../domain/document.ts";
import type { ParserLimits } from "../limits.ts";

export interface ChildRequest {
  readonly name: string;
  readonly limits: ParserLimits;
}

const Position = z.int().nonnegative();
const SpanSchema = z.strictObject({ start: Position, end: Position });

const BlockSchema = z.strictObject({
  ...SpanSchema.shape,
  kind: z.enum(["heading", "paragraph", "list-item", "table", "code", "quote", "caption"]),
  level: z.int().min(1).max(6).exactOptional(),
  rows: z.array(SpanSchema).exactOptional(),
  headerRows: Position.exactOptional(),
  boilerplate: z.boolean().exactOptional(),
});

/** Exactly the domain's type: what a child sends is foreign until it has passed here. */
const DocumentSchema: z.ZodType<ParsedDocument> = z.strictObject({
  title: z.string().exactOptional(),
  language: z.string().exactOptional(),
  text: z.string(),
  blocks: z.array(BlockSchema),
  pages: z.array(z.strictObject({ ...SpanSchema.shape, page: z.int().positive() })).exactOptional(),
  metadata: z.record(z.string(), MetadataValueSchema),
  modifiedAt: z.string().exactOptional(),
  warnings: z.array(z.string()),
});

export const ReplySchema = z.union([
  z.strictObject({ ok: z.literal(true), document: DocumentSchema }),
  z.strictObject({
    ok: z.literal(false),
    code: z.string(),
    details: z.strictObject({ name: z.string(), reason: z.string().exactOptional() }),
  }),
]);

/** Spans as a hostile child could send them must not reach code that slices by them. */
export function hasSoundSpans({ text, blocks }: ParsedDocument): boolean {
  let end = 0;
  return blocks.every((block) => {
    const sound = block.start >= end && block.end > block.start && block.end <= text.length;
    end = block.end;
    return sound;
  });
}

/** Length of the header as four bytes, the header as JSON, then the file until the end. */
export function encodeHeader(request: ChildRequest): Uint8Array {
  const header = Buffer.from(JSON.stringify(request), "utf8");
  const frame = Buffer.alloc(4 + header.length);
  frame.writeUInt32BE(header.length);
  header.copy(frame, 4);
  return frame;
}

const LimitsSchema: z.ZodType<ParserLimits> = z.strictObject({
  maxInputBytes: z.number(),
  maxInflatedBytes: z.number(),
  maxInflationRatio: z.number(),
  maxArchiveEntries: z.number(),
  maxDepth: z.number(),
  maxPdfPages: z.number(),
  maxTextLength: z.number(),
  maxWallMs: z.number(),
  maxResidentBytes: z.number(),
  maxHeapMegabytes: z.number(),
});

const RequestSchema = z.strictObject({ name: z.string(), limits: LimitsSchema });

export function decodeFrame(frame: Buffer): ChildRequest & { readonly bytes: Uint8Array } {
  const end = 4 + frame.readUInt32BE(0);
  const header: unknown = JSON.parse(frame.toString("utf8", 4, end));
  return { ...RequestSchema.parse(header), bytes: frame.subarray(end) };
}
