/** @module Makes one segment of several, without what was deleted. */
import { ByteWriter } from "./bytes.ts";
import { type Dictionary, DictionaryWriter } from "./dictionary.ts";
import { encodeDirectory } from "./directory.ts";
import { type LexicalBlocks, MAX_SEGMENT_CHUNKS } from "./encode-segment.ts";
import { segmentTooLarge } from "./errors.ts";
import { encodeLengths } from "./lengths.ts";
import { PartCursor, PartQueue, type SegmentPart } from "./part-cursor.ts";
import { decodeInto, PostingsWriter } from "./postings.ts";

/**
 * Concatenates segments: the local ordinals of a part are shifted by the counts before it. Chunks
 * that are not live keep their ordinal, but no posting and no length; terms without a posting
 * vanish. With all chunks live the bytes are those `encodeSegment` gives for all chunks at once.
 *
 * @throws `lexical.segment-too-large` for more than 65,536 chunks together.
 * @throws `lexical.corrupt-block` when the bytes of a part are not what was written.
 */
export function mergeSegments(parts: readonly SegmentPart[]): LexicalBlocks {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  if (count > MAX_SEGMENT_CHUNKS) throw segmentTooLarge({ count, limit: MAX_SEGMENT_CHUNKS });
  let base = 0;
  const cursors = parts.map((part) => {
    const cursor = new PartCursor(part, base);
    base += part.count;
    return cursor;
  });
  const { blocks, firstTerms } = mergeDictionaries(cursors);
  const lengths = encodeLengths(
    cursors.flatMap((part) =>
      Array.from(part.lengths, (length, i) => length * (part.live[i] ?? 0)),
    ),
  );
  return {
    directory: encodeDirectory({ count, firstTerms }, lengths),
    dictionary: blocks,
    lengths,
  };
}

function mergeDictionaries(cursors: readonly PartCursor[]): Dictionary {
  const ordinals = new Uint16Array(MAX_SEGMENT_CHUNKS);
  const frequencies = new Uint16Array(MAX_SEGMENT_CHUNKS);
  const postings = new PostingsWriter();
  const dictionary = new DictionaryWriter();
  const queue = new PartQueue(cursors);
  const copyLive = ({ base, count, live, postings: list }: PartCursor): void => {
    if (!list) return;
    decodeInto(list, count, ordinals, frequencies);
    for (let i = 0; i < list.count; i++) {
      const ordinal = ordinals[i] ?? 0;
      if (live[ordinal] === 1) postings.add(base + ordinal, frequencies[i] ?? 0);
    }
  };
  const term = new ByteWriter();
  for (let first = queue.head?.term; first; first = queue.head?.term) {
    term.copy(first);
    postings.clear();
    for (let part = queue.head; part?.term?.compare(term) === 0; part = queue.head) {
      copyLive(part);
      queue.advance();
    }
    if (postings.count > 0) dictionary.add(term, postings);
  }
  return dictionary.finish();
}
