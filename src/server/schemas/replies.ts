/** @module What the server replies, for the reference; tests hold real replies to it. */
import { z } from "zod";
import { MetadataValueSchema } from "../../domain/metadata.ts";

const Metadata = z.record(z.string(), MetadataValueSchema);
const Count = z.int().nonnegative();

export const ErrorReply = z.looseObject({
  error: z.looseObject({
    code: z.string().describe("Stable; docs/reference/errors.md lists them."),
    message: z.string(),
    hint: z.string().describe("What to do about it."),
    path: z.string().optional().describe("Where in the request the mistake is."),
    requestId: z.string(),
  }),
});

const LegScore = z.looseObject({
  rank: Count.optional(),
  score: z.number(),
  normalized: z.number(),
});

export const PassageReply = z.looseObject({
  chunkId: z.string(),
  documentId: z.string(),
  key: z.string(),
  collection: z.string(),
  versionHash: z.string(),
  title: z.string(),
  headings: z.array(z.string()),
  page: Count.optional(),
  language: z.string(),
  modifiedAt: z.string(),
  metadata: Metadata,
  text: z.string(),
  span: z.looseObject({ start: Count, end: Count }),
  rank: Count.describe("From 1."),
  score: z.number().describe("Orders the hits of one search only."),
  why: z.looseObject({
    lexical: LegScore.optional(),
    dense: LegScore.optional(),
    alpha: z.number(),
    fused: z.number().optional().describe("The legs' weighted sum, before any reranker."),
    features: z
      .record(z.string(), z.number())
      .optional()
      .describe("What each feature of the last reranker added to the score."),
    terms: z.array(z.string()),
  }),
  duplicates: z.array(z.string()).describe("Keys of other documents with the same text."),
});

export const SearchReply = z.looseObject({
  passages: z.array(PassageReply),
  statistics: z.looseObject({
    chunks: Count,
    terms: z.array(z.looseObject({ term: z.string(), documents: Count })),
  }),
  alpha: z.number(),
  reranking: z.looseObject({
    by: z.array(z.string()).describe("Rerankers whose order was used, in turn."),
    failed: z.array(z.looseObject({ id: z.string(), code: z.string() })),
  }),
});

export const CitationReply = z.looseObject({
  number: Count.describe("From 1, as in the text's [1]."),
  documentId: z.string(),
  key: z.string(),
  collection: z.string(),
  versionHash: z.string(),
  title: z.string(),
  headings: z.array(z.string()),
  page: Count.optional(),
  modifiedAt: z.string(),
  start: Count.describe("Of the quote in the version's text, in UTF-16 code units."),
  end: Count,
  quote: z.string().describe("The characters that stand there."),
});

const Tokens = z.union([Count, z.literal("unknown")]);

export const AnswerReply = z.looseObject({
  id: z.string(),
  question: z.string(),
  text: z.string().describe("Empty when abstained."),
  abstained: z.boolean().describe("The documents do not answer; reason and message say why."),
  reason: z.string().optional(),
  message: z.string().optional(),
  incomplete: z.boolean().optional().describe("Its writer stopped before the end."),
  confidence: z.number(),
  citations: z.array(CitationReply),
  sentences: z.array(
    z.looseObject({
      text: z.string(),
      citations: z.array(Count),
      verdict: z.enum(["passed", "cut"]),
      failures: z.array(z.string()),
      support: z.number(),
    }),
  ),
  conflicts: z.array(
    z.looseObject({
      kind: z.string(),
      citations: z.array(Count),
      values: z.array(z.string()),
    }),
  ),
  release: z.string(),
  language: z.string(),
  usage: z
    .looseObject({
      model: z.string(),
      inputTokens: Tokens,
      outputTokens: Tokens,
      costUsd: z.union([z.number(), z.literal("unknown")]),
    })
    .optional(),
  latencyMs: z.number(),
  recorded: z.boolean(),
});

/** The whole record of an answer: `plumbline show ans_… --json` prints the same. */
export const RecordReply = z.looseObject({
  id: z.string(),
  askedAt: z.string(),
  principals: z.array(z.string()),
  release: z.string(),
  outcome: z.string(),
  answer: AnswerReply,
});

export const DecisionReply = z.looseObject({
  id: z.string(),
  recommendation: z.looseObject({
    approach: z.enum(["prompt", "retrieval", "tuned", "both", "none"]),
    sentence: z.string(),
    provisional: z.boolean().describe("True while the arms that it weighs are not measured."),
  }),
});

export const FeedbackReply = z.looseObject({
  id: z.string(),
  answerId: z.string(),
  by: z.string().describe("The user of the key, else all its principals."),
  at: z.string(),
  feedback: z.looseObject({ kind: z.string() }),
  text: z.string().optional(),
});

const AccessList = z.looseObject({
  allow: z.array(z.array(z.string())),
  deny: z.array(z.string()),
});

export const VersionReply = z.looseObject({
  hash: z.string(),
  language: z.string(),
  modifiedAt: z.string(),
  ingestedAt: z.string(),
  supersededAt: z.string().optional(),
  length: Count,
  warnings: z.array(z.string()),
});

export const DocumentReply = z.looseObject({
  id: z.string(),
  collection: z.string(),
  source: z.string(),
  key: z.string(),
  title: z.string(),
  metadata: Metadata,
  access: AccessList.optional().describe("For keys with the owner's rights alone."),
  version: VersionReply,
});

export const PutReply = z.looseObject({
  document: DocumentReply,
  outcome: z.enum(["added", "replaced", "unchanged"]),
});

export const DocumentsReply = z.looseObject({
  documents: z.array(DocumentReply),
  next: z.string().optional().describe("What to ask for as `after`; absent on the last page."),
});

export const OneDocumentReply = z.looseObject({
  document: DocumentReply,
  versions: z.array(VersionReply).describe("Newest first."),
  text: z.string().optional(),
});

export const DeletedReply = z.looseObject({ deleted: z.string() });

export const CollectionsReply = z.looseObject({
  collections: z.array(
    z.looseObject({ name: z.string(), language: z.string().optional(), documents: Count }),
  ),
});

const MonitorState = z.enum(["ok", "warning", "alert", "no-data"]);

const MonitorWindow = z.looseObject({
  release: z.string(),
  since: z.string(),
  until: z.string(),
  questions: Count,
});

export const MonitorReply = z.looseObject({
  schema: z.literal("plumbline.monitor/1"),
  at: z.string(),
  state: MonitorState,
  stateBefore: MonitorState.optional(),
  falseAlarms: z.looseObject({ alpha: z.number(), told: z.string() }),
  drift: z.looseObject({
    reference: MonitorWindow,
    current: MonitorWindow,
    signals: z.array(
      z.looseObject({
        name: z.string(),
        kind: z.enum(["question", "score", "corpus", "outcome"]),
        state: MonitorState,
        told: z.string(),
        n: z.looseObject({ reference: Count, current: Count }),
        p: z.number().optional(),
        adjustedP: z.number().optional().describe("By Holm's rule, over all signals together."),
        falseAlarms: z.string(),
      }),
    ),
    objectives: z.array(
      z.looseObject({ name: z.string(), state: MonitorState, told: z.string(), limit: z.number() }),
    ),
    distant: z
      .array(z.string())
      .describe("Ids of answers whose questions are unlike those before."),
    advice: z.array(z.string()),
  }),
  revisit: z
    .looseObject({
      decision: z.string(),
      checks: z.array(
        z.looseObject({
          trigger: z.string(),
          text: z.string(),
          state: z.enum(["fired", "quiet", "unchecked"]),
          told: z.string(),
        }),
      ),
    })
    .optional()
    .describe("What would make one decide again, for the newest decision."),
  notes: z.array(z.string()),
});

export const StateReply = z.looseObject({ status: z.string() });

const AliasMoveReply = z.looseObject({
  number: Count.describe("Counts up from 1."),
  release: z.string().optional().describe("Absent: it points nowhere."),
  mode: z.looseObject({ kind: z.enum(["shadow", "canary"]), share: z.number() }).optional(),
  movedAt: z.string(),
  by: z.string().describe("plumbline is a step back that nobody asked for."),
  decision: z.string(),
  reason: z.string(),
});

export const ReleasesReply = z.looseObject({
  serves: z.string().describe("The release that answers when nobody names one."),
  configured: z.string().describe("What plumbline.yaml says."),
  champion: AliasMoveReply.optional(),
  challenger: AliasMoveReply.optional(),
  releases: z.array(
    z.looseObject({
      id: z.string(),
      createdAt: z.string(),
      origin: z.string(),
      roles: z.array(z.string()),
      retiredAt: z.string().optional(),
    }),
  ),
  artifacts: z.array(z.looseObject({ id: z.string(), sha256: z.string(), taint: z.string() })),
  decisions: z.array(
    z.looseObject({ id: z.string(), kind: z.string(), verdict: z.string(), moved: z.boolean() }),
  ),
  notes: z.array(z.string()),
});
