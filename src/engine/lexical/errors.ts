import { defineError } from "../../foundation/errors.ts";

export const corruptBlock = defineError<{ block: string; reason: string }>({
  code: "lexical.corrupt-block",
  kind: "internal",
  message: ({ block, reason }) => `the lexical index is damaged: ${block} ${reason}`,
  hint: () => "rebuild the index from the stored documents, and check the disk it lies on",
});

export const segmentTooLarge = defineError<{ count: number; limit: number }>({
  code: "lexical.segment-too-large",
  kind: "invalid",
  message: ({ count, limit }) => `a segment holds ${limit} chunks at most, not ${count}`,
  hint: ({ limit }) => `start a new segment after every ${limit} chunks`,
});
