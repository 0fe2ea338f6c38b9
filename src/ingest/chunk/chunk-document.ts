/** @module A document's blocks, packed into chunks that each stand under their headings. */
import type { Block, BlockKind, Chunk, PageSpan, Span } from "../../domain/document.ts";
import { splitLong } from "./split-long.ts";
import { countTokens } from "./tokens.ts";

export interface ChunkSettings {
  /**
   * No chunk is longer, but for a third where a short start takes its successor along, and for a
   * table row, which is never cut.
   */
  readonly maxTokens: number;
  /** A shorter chunk joins its successor in the section. */
  readonly minTokens: number;
}

export interface ChunkInput {
  readonly title: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly pages: readonly PageSpan[];
}

/** A block, or a part of one, that is never cut again. */
interface Piece extends Span {
  readonly kind: BlockKind;
  readonly tokens: number;
  /** Goes under the headings of a chunk that holds the piece without what introduces it. */
  readonly lead: string | undefined;
}

interface Section {
  readonly headings: readonly string[];
  readonly pieces: Piece[];
}

/** Under a heading in the path, a lead line is cut here: it orients, it is not the text. */
const LEAD_LIMIT = 240;

/**
 * Chunks in reading order. They do not overlap, together hold every block that is neither a
 * heading nor boilerplate, and slice to exactly their text. Headings stand in each chunk's path,
 * outermost first, the document's title always the first of it.
 */
export function chunkDocument(input: ChunkInput, settings: ChunkSettings): readonly Chunk[] {
  const chunks: Chunk[] = [];
  for (const section of toSections(input, settings)) {
    for (const pieces of pack(section.pieces, settings)) {
      const [first] = pieces;
      const last = pieces.at(-1);
      if (!first || !last) continue;
      const page = input.pages.find(({ start, end }) => first.start >= start && first.start < end);
      chunks.push({
        sequence: chunks.length,
        start: first.start,
        end: last.end,
        headings: first.lead ? [...section.headings, first.lead] : section.headings,
        kinds: [...new Set(pieces.map(({ kind }) => kind))],
        ...(page ? { page: page.page } : {}),
      });
    }
  }
  return chunks;
}

function toSections(input: ChunkInput, settings: ChunkSettings): readonly Section[] {
  const { text, title } = input;
  const blocks = input.blocks.filter((block) => !block.boilerplate);
  const path: { level: number; text: string }[] = [];
  let section: Section = { headings: [title], pieces: [] };
  const sections = [section];
  let lead: string | undefined;
  for (const block of blocks) {
    if (block.kind !== "list-item") lead = toLead(text, block);
    if (block.kind === "heading") {
      const level = block.level ?? 6;
      while ((path.at(-1)?.level ?? 0) >= level) path.pop();
      path.push({ level, text: text.slice(block.start, block.end) });
      const names = path.map((heading) => heading.text).filter((name) => name !== title);
      section = { headings: [title, ...names], pieces: [] };
      sections.push(section);
      continue;
    }
    section.pieces.push(
      ...toPieces(text, block, block.kind === "list-item" ? lead : undefined, settings),
    );
  }
  if (sections.every(({ pieces }) => pieces.length === 0)) return headingsAsText(input, settings);
  return sections;
}

/** A document of headings alone is still text that somebody may look for. */
function headingsAsText(input: ChunkInput, settings: ChunkSettings): readonly Section[] {
  const pieces = input.blocks
    .filter((block) => !block.boilerplate)
    .flatMap((block) => toPieces(input.text, block, undefined, settings));
  return [{ headings: [input.title], pieces }];
}

/** The last line of a paragraph that announces the list behind it. */
function toLead(text: string, { kind, start, end }: Block): string | undefined {
  if (kind !== "paragraph") return undefined;
  const line = text.slice(start, end).split("\n").at(-1)?.trim() ?? "";
  return /[:：]$/.test(line) ? line.slice(-LEAD_LIMIT).toWellFormed() : undefined;
}

function toPieces(
  text: string,
  block: Block,
  lead: string | undefined,
  { maxTokens }: ChunkSettings,
): readonly Piece[] {
  const toPiece = (span: Span, under = lead): Piece => ({
    start: span.start,
    end: span.end,
    kind: block.kind,
    tokens: countTokens(text.slice(span.start, span.end)),
    lead: under,
  });
  const tokens = countTokens(text.slice(block.start, block.end));
  if (tokens <= maxTokens * SLACK) return [toPiece(block)];
  if (block.kind === "table" && block.rows && block.rows.length > 0)
    return toRowPieces(text, block, block.rows, toPiece);
  // Even parts: a limit filled up to the brim leaves a tail too short to say anything.
  const even = Math.ceil(tokens / Math.ceil(tokens / maxTokens)) + EVEN_MARGIN;
  return splitLong(text, block, Math.min(maxTokens, even)).map((span) => toPiece(span));
}

/** Rows whole, each below the header row that says what its cells are. */
function toRowPieces(
  text: string,
  block: Block,
  rows: readonly Span[],
  toPiece: (span: Span, lead?: string) => Piece,
): readonly Piece[] {
  const header = rows.slice(0, block.headerRows ?? 0);
  const words = header.map((row) => text.slice(row.start, row.end)).join(" ");
  const lead = words === "" ? undefined : words.slice(0, LEAD_LIMIT).toWellFormed();
  return rows.map((row, index) =>
    index < header.length ? toPiece(row, undefined) : toPiece(row, lead),
  );
}

/** Fills chunks up to the limit; what is left too small joins its successor. */
function pack(pieces: readonly Piece[], settings: ChunkSettings): readonly (readonly Piece[])[] {
  const total = pieces.reduce((sum, piece) => sum + piece.tokens, 0);
  if (total <= settings.maxTokens * SLACK && pieces.length > 0) return [introduce(pieces)];
  const groups: Piece[][] = [];
  let group: Piece[] = [];
  let tokens = 0;
  for (const piece of pieces) {
    const full = tokens + piece.tokens > settings.maxTokens && tokens >= settings.minTokens;
    if (full || (group.length > 0 && tokens + piece.tokens > settings.maxTokens * SLACK)) {
      groups.push(group);
      group = [];
      tokens = 0;
    }
    group.push(piece);
    tokens += piece.tokens;
  }
  const before = groups.at(-1);
  // A short rest joins what stands before it, since nothing follows.
  if (
    before &&
    tokens < settings.minTokens &&
    sizeOf(before) + tokens <= settings.maxTokens * SLACK
  )
    before.push(...group);
  else if (group.length > 0) groups.push(group);
  return groups.map(introduce);
}

const sizeOf = (pieces: readonly Piece[]): number =>
  pieces.reduce((sum, { tokens }) => sum + tokens, 0);

/** How far past the limit a chunk may go rather than leave a scrap: 300 becomes 400. */
const SLACK = 4 / 3;
/** Room for a sentence to end where even parts would cut it, in tokens. */
const EVEN_MARGIN = 20;

/** A list that begins with its own lead needs it in the path no more. */
function introduce(group: readonly Piece[]): readonly Piece[] {
  const [first] = group;
  const introduced = first?.kind === "list-item" || first?.kind === "table";
  return introduced || !first ? group : [{ ...first, lead: undefined }, ...group.slice(1)];
}
