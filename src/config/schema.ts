/** @module plumbline.yaml: every setting, its default, its meaning; nothing has defaults elsewhere. */
import { z } from "zod";
import { PrincipalSchema } from "../domain/principal.ts";
import { TRAINING_POLICIES } from "../domain/training.ts";

/** Names an adapter. Its own schema checks `options` when the app is assembled. */
const AdapterChoice = z.strictObject({
  adapter: z.string().min(1).describe("Name of the adapter."),
  options: z.record(z.string(), z.unknown()).default({}).describe("Settings of that adapter."),
});

const AccessRule = z
  .union([
    z.array(PrincipalSchema),
    z.strictObject({
      allow: z.array(PrincipalSchema).default([]),
      deny: z.array(PrincipalSchema).default([]),
    }),
  ])
  .describe("Who may read: a list of public, user:NAME, group:NAME, or {allow, deny}. Deny wins.");

const Training = z.enum(TRAINING_POLICIES);

const TRAINING_RIGHTS = {
  training: Training.optional().describe(
    "Whether training sets may use its documents: forbidden, internal, or external (services of others, too). Nothing said: forbidden. The narrowest of collection, source and document holds.",
  ),
  licence: z
    .string()
    .min(1)
    .optional()
    .describe("Of the texts, told on what is learned from them."),
  lawfulBasis: z
    .string()
    .min(1)
    .optional()
    .describe("For the personal data in them, told likewise."),
};

const SourceChoice = AdapterChoice.extend({
  name: z.string().min(1).optional().describe("Stable name; default: the path from the data."),
  access: AccessRule.optional().describe("Narrows what documents say of themselves."),
  ...TRAINING_RIGHTS,
});

export const CollectionNameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,62}$/, "must be lower-case letters, digits, - and _, a letter first");

/** A tag of BCP 47. */
export const LanguageSchema = z
  .string()
  .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]+)*$/, "must be a language code such as de or pt-BR");

const Collection = z.strictObject({
  sources: z.array(SourceChoice).default([]).describe("Where its documents come from."),
  access: AccessRule.default([]).describe(
    "Who may read documents that name nobody and whose source names nobody. Empty: nobody but the owner.",
  ),
  language: LanguageSchema.optional().describe(
    "What all documents are in, whatever they say (BCP 47). Default: what each declares, else what it reads as, else en.",
  ),
  ...TRAINING_RIGHTS,
});

const Usd = z.number().min(0).max(10_000_000);
const Limit = z.number().positive();
const Days = z.union([z.int().min(1).max(36_500), z.literal("forever")]);

function isPattern(text: string): boolean {
  try {
    return Boolean(new RegExp(text, "gu"));
  } catch {
    return false;
  }
}

/** Every default below is a measured one; the figures are in docs/measurements.md. */
export const ConfigSchema = z.strictObject({
  data: z.string().min(1).default(".plumbline").describe("The data directory."),
  collections: z
    .record(CollectionNameSchema, Collection)
    .default({})
    .describe("Documents that are searched together, by name."),
  embedder: AdapterChoice.prefault({ adapter: "static" }).describe("Makes the dense vectors."),
  reranker: AdapterChoice.prefault({ adapter: "light" }).describe(
    "Orders the best of both legs again: light, none, or a cross-encoder behind it.",
  ),
  generator: AdapterChoice.prefault({ adapter: "extractive" }).describe("Writes answers."),
  verifier: AdapterChoice.prefault({ adapter: "lexical" }).describe("Checks answers."),
  rewrite: AdapterChoice.extend({
    deadlineMs: z
      .int()
      .min(100)
      .max(60_000)
      .default(2000)
      .describe("After which the question is asked as it is."),
  })
    .optional()
    .describe("Has a model make questions of a conversation stand alone; off when absent."),
  questionMaker: AdapterChoice.optional().describe(
    "A language model that makes questions for golden sets; asked by golden make alone.",
  ),
  chunking: z
    .strictObject({
      maxTokens: z.int().min(50).max(2000).default(300),
      minTokens: z.int().min(0).max(500).default(60),
      titleWeight: z
        .int()
        .min(0)
        .max(3)
        .default(1)
        .describe("Times the headings above a chunk count in the lexical leg."),
    })
    .prefault({})
    .describe("Sizes of chunks, in tokens of about 4.4 characters."),
  retrieve: z
    .strictObject({
      topK: z.int().min(1).max(100).default(8).describe("Passages shown and answered from."),
      depth: z.int().min(10).max(1000).default(100).describe("Hits taken from each leg."),
      k1: z.number().min(0).max(5).default(0.9).describe("BM25: saturation of term frequency."),
      b: z.number().min(0).max(1).default(0.75).describe("BM25: weight of the length."),
      alpha: z
        .number()
        .min(0)
        .max(1)
        .optional()
        .describe("Weight of the dense leg; default: what the embedder is worth unfitted."),
      rerankDepth: z
        .int()
        .min(1)
        .max(200)
        .default(50)
        .describe("Chunks that the reranker looks at, the best of both legs."),
      maxPassageTokens: z.int().min(100).max(4000).default(600),
    })
    .prefault({})
    .describe("From a question to passages."),
  answer: z
    .strictObject({
      threshold: z.number().min(0).max(1).default(0.5).describe("Confidence to answer from."),
      maxSentences: z
        .int()
        .min(1)
        .max(50)
        .optional()
        .describe("Default: 3 for extractive, 10 for a language model."),
      maxContextTokens: z.int().min(200).max(200_000).default(4000),
    })
    .prefault({})
    .describe("From passages to an answer."),
  ingest: z
    .strictObject({
      parsers: z.int().min(1).max(32).default(2).describe("Files parsed at a time."),
      parseTimeoutSeconds: z.int().min(1).max(600).default(30),
    })
    .prefault({})
    .describe("From files to chunks."),
  outbound: z
    .strictObject({
      allow: z
        .array(z.url({ protocol: /^https?$/ }))
        .default([])
        .describe(
          "Origins, such as http://wiki.intern:8080, that sources may read although they are private or on another port.",
        ),
      noEgress: z
        .boolean()
        .default(false)
        .describe("Nothing but the origins of `allow` is contacted, by anything in the process."),
      replySeconds: z
        .int()
        .min(1)
        .max(600)
        .default(30)
        .describe("Wait for a reply to begin; raise it for a slow model server of your own."),
    })
    .prefault({})
    .describe("Connections to the outside."),
  server: z
    .strictObject({
      names: z
        .array(z.string().regex(/^[^\s/]+$/, "must be a host, with a port where it has one"))
        .default([])
        .describe(
          "What clients call the server, where a proxy stands before it: docs.example.org.",
        ),
      requestsPerMinute: z
        .int()
        .min(1)
        .max(1_000_000)
        .default(1200)
        .describe("Of one key; as many at once."),
      concurrency: z
        .int()
        .min(1)
        .max(1000)
        .default(16)
        .describe("Answers worked on at a time; one key gets at most half of them."),
      waiting: z
        .int()
        .min(0)
        .max(100_000)
        .default(256)
        .describe("Requests of a kind that wait for their turn; more are refused with 503."),
      answerSeconds: z.int().min(1).max(3600).default(120).describe("Until an answer is given up."),
    })
    .prefault({})
    .describe("The HTTP server."),
  evaluate: z
    .strictObject({
      supportThreshold: z
        .number()
        .min(0)
        .max(1)
        .default(0.6)
        .describe("Support from which a sentence counts as supported by what it cites."),
      style: z
        .string()
        .min(1)
        .optional()
        .describe("A style guide (plumbline.style/1) that answers are held to."),
      judge: AdapterChoice.extend({
        repeats: z.int().min(1).max(20).default(1).describe("Verdicts asked for each criterion."),
        deadlineMs: z
          .int()
          .min(100)
          .max(600_000)
          .default(60_000)
          .describe("After which a verdict could not be told."),
        calibrations: z
          .array(z.string().min(1))
          .default([])
          .describe("Records of how it agrees with people; without one it decides nothing."),
      })
        .optional()
        .describe("A language model that judges answers: openai, anthropic, openai-compatible."),
    })
    .prefault({})
    .describe("How answers are measured."),
  traces: z
    .strictObject({
      export: z
        .strictObject({
          adapter: z
            .enum(["otlp-json", "opentelemetry"])
            .default("otlp-json")
            .describe(
              "otlp-json writes JSON and needs no package; opentelemetry is OpenTelemetry's own exporter, in protobuf, whose packages you install.",
            ),
          url: z
            .url({ protocol: /^https?$/ })
            .describe("Takes OTLP over HTTP, such as http://localhost:4318/v1/traces."),
          headers: z
            .record(z.string(), z.string())
            .default({})
            .describe("Sent along, such as a key."),
          serviceName: z
            .string()
            .min(1)
            .default("plumbline")
            .describe("Whose traces they are, to the receiver."),
          profile: z
            .enum(["semconv-1.41", "genai-latest", "openinference"])
            .default("semconv-1.41")
            .describe("Whose names the attributes bear."),
          sample: z.number().min(0).max(1).default(1).describe("Share of the traces exported."),
          content: z
            .boolean()
            .default(false)
            .describe(
              "Exports questions and answers too, without mail addresses and long numbers.",
            ),
          redact: z
            .array(z.string().refine(isPattern, "must be a regular expression"))
            .default([])
            .describe("Regular expressions of what is left out of them besides."),
        })
        .optional()
        .describe("Copies of traces for a telemetry system; off when absent."),
    })
    .prefault({})
    .describe(
      "What searches and answers leave behind. All of it is kept; only copies are sampled.",
    ),
  monitor: z
    .strictObject({
      intervalHours: z
        .number()
        .min(0)
        .max(336)
        .default(24)
        .describe("Between two looks that plumbline serve takes by itself; 0: none."),
      alpha: z
        .number()
        .min(0.001)
        .max(0.2)
        .default(0.01)
        .describe("Chance that a window without any change warns, all signals together."),
      days: z.int().min(1).max(90).default(7).describe("The least that a window spans."),
      questions: z
        .int()
        .min(50)
        .max(2000)
        .default(500)
        .describe("The least that the reference window holds; what other windows reach back for."),
      latencyP95Ms: Limit.optional().describe("Objective: the p95 of an answer."),
      costUsdPerQuestion: Limit.optional().describe("Objective: the mean cost of an answer."),
      costUsdPerDay: Limit.optional().describe(
        "Objective: what all paid calls of a day (UTC) cost.",
      ),
      timeToSearchableSeconds: Limit.optional().describe(
        "Objective: p95 from a change at a source until it is searchable.",
      ),
      timeToGoneSeconds: Limit.optional().describe(
        "Objective: p95 from a deletion at a source until it is gone, counted from the sync before.",
      ),
      citedAgeDays: Limit.optional().describe("Objective: the p95 age of cited versions."),
    })
    .prefault({})
    .describe("What plumbline monitor compares, and the objectives that it holds."),
  costs: z
    .strictObject({
      caps: z
        .strictObject({
          dayUsd: Usd.optional().describe("Of everybody, a day (UTC)."),
          monthUsd: Usd.optional().describe("Of everybody, a calendar month."),
          callerDayUsd: Usd.optional().describe("Of one key or user, a day."),
          callerMonthUsd: Usd.optional().describe("Of one key or user, a calendar month."),
          shadowDayUsd: Usd.default(1).describe(
            "Of what a challenger answers unseen, a day; it rests until the next.",
          ),
        })
        .prefault({})
        .describe("The next call that costs money is refused once this much was spent."),
    })
    .prefault({})
    .describe("Money."),
  training: z
    .strictObject({
      feedback: Training.default("forbidden").describe(
        "Whether training sets may use questions, answers and feedback of users.",
      ),
      optOut: z
        .array(PrincipalSchema)
        .default([])
        .describe("People whose questions and feedback no training set may use, such as user:ada."),
    })
    .prefault({})
    .describe("What may be learned from people; of documents, their collection or source says it."),
  retention: z
    .strictObject({
      traces: Days.default(180).describe("Spans, and what searches found."),
      answers: Days.default(730).describe("Records of answers; their feedback goes with them."),
      feedback: Days.default(730),
      evaluations: Days.default("forever"),
      replies: Days.default(90).describe("Cached replies of evaluated systems."),
    })
    .prefault({})
    .describe("Days until plumbline retention run deletes records, or forever. Holds win."),
});

export type Config = Readonly<z.output<typeof ConfigSchema>>;
export type AdapterChoiceConfig = z.output<typeof AdapterChoice>;
export type AccessRuleConfig = z.output<typeof AccessRule>;
