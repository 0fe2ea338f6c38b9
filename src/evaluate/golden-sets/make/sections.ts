/** @module Documents as questions are made from them: sections under their headings. */
import type { Block, Span } from "../../../domain/document.ts";
import { listWords } from "../../../foundation/min-hash.ts";

export interface SourceDocument {
  readonly key: string;
  readonly collection: string;
  readonly title: string;
  /** BCP 47. */
  readonly language: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

export interface SourceSection {
  readonly document: SourceDocument;
  /** Absent for what stands before the first heading. */
  readonly heading: Block | undefined;
  /** Of the heading; empty without one. */
  readonly name: string;
  /** Headings above, outermost first, its own included. */
  readonly path: readonly string[];
  /** Without headings and running heads, in order; never empty. */
  readonly blocks: readonly Block[];
  /** From the first block's start to the last one's end. */
  readonly body: Span;
  readonly words: number;
}

/** In the order of the text; headings with nothing beneath them are no sections. */
export function listSections(document: SourceDocument): readonly SourceSection[] {
  const { text } = document;
  const sections: SourceSection[] = [];
  const above: { readonly level: number; readonly name: string }[] = [];
  let heading: Block | undefined;
  let blocks: Block[] = [];
  const close = (): void => {
    const [first] = blocks;
    const last = blocks.at(-1);
    if (!first || !last) return;
    const body = { start: first.start, end: last.end };
    const said = blocks.map((block) => text.slice(block.start, block.end)).join(" ");
    sections.push({
      document,
      heading,
      name: heading ? toLine(text, heading) : "",
      path: above.map(({ name }) => name),
      blocks,
      body,
      words: listWords(said).length,
    });
    blocks = [];
  };
  for (const block of document.blocks) {
    if (block.boilerplate) continue;
    if (block.kind !== "heading") {
      blocks.push(block);
      continue;
    }
    close();
    blocks = [];
    const level = block.level ?? 6;
    while ((above.at(-1)?.level ?? 0) >= level) above.pop();
    above.push({ level, name: toLine(text, block) });
    heading = block;
  }
  close();
  return sections;
}

/** A span on one line. */
export const toLine = (text: string, { start, end }: Span): string =>
  text.slice(start, end).replaceAll(/\s+/g, " ").trim();
