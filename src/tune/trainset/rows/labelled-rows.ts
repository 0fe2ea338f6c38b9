/** @module Rows from a file of texts that people labelled. */
import { z } from "zod";
import { parseJsonLines } from "../../../foundation/jsonl.ts";
import { hashJson } from "../../../foundation/hash.ts";
import { labelsFileInvalid } from "../../errors.ts";
import type { GivenLabel } from "../labels/double-labels.ts";
import type { TrainsetLane, RowDraft } from "../row.ts";

const LabelledLine = z.looseObject({
  text: z.string().min(1),
  label: z.string().min(1),
  id: z.union([z.string(), z.number()]).optional(),
  /** Who labelled it; two people of one text show how far they agree. */
  by: z.string().min(1).optional(),
  language: z.string().min(2).optional(),
  /** What belongs together: a conversation, a customer. */
  group: z.string().min(1).optional(),
  training: z.enum(["forbidden", "internal", "external"]).optional(),
});

export type LabelledText = z.output<typeof LabelledLine>;

const MISTAKES_SHOWN = 20;

/** @throws tune.labels-file-invalid naming each line that is none. */
export function parseLabelledTexts(path: string, content: string): readonly LabelledText[] {
  const mistakes: string[] = [];
  const lines = parseJsonLines(content).flatMap(({ line, value, error }): LabelledText[] => {
    const parsed = LabelledLine.safeParse(value);
    if (parsed.success) return [parsed.data];
    const [issue] = parsed.error.issues;
    mistakes.push(
      `line ${line}: ${error ?? `${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`.trim()}`,
    );
    return [];
  });
  if (lines.length === 0 && mistakes.length === 0) mistakes.push("it holds no line");
  if (mistakes.length > 0)
    throw labelsFileInvalid({ path, mistakes: mistakes.slice(0, MISTAKES_SHOWN) });
  return lines;
}

export interface LabelledSource {
  readonly texts: readonly LabelledText[];
  /** Told where a line does not tell it. */
  readonly languageOf: (text: string) => string;
  /** When the file was read as it is: the newest moment that the set knows. */
  readonly createdAt: string;
}

/** Whoever names the file answers for it: a line that says nothing is for machines of one's own. */
export const toLabelledRows = (
  lane: TrainsetLane,
  { texts, languageOf, createdAt }: LabelledSource,
): readonly RowDraft[] =>
  texts.flatMap(({ text, label, id, by, language, group, training = "internal" }): RowDraft[] => {
    if (training === "forbidden") return [];
    const key = `labelled ${id ?? hashJson([text, label]).slice(0, 16)}${by === undefined ? "" : ` ${by}`}`;
    return [
      {
        lane,
        task: "label",
        key,
        ties: group === undefined ? [] : [`group ${group}`],
        input: { messages: [{ role: "user", text }], retrieved: [] },
        label,
        origin: "labelled",
        traceIds: [],
        feedbackIds: [],
        documentVersions: [],
        rights: training,
        language: language ?? languageOf(text),
        createdAt,
        people: [],
        gold: [],
      },
    ];
  });

/** For agreement: those that say who labelled. */
export const listGivenLabels = (texts: readonly LabelledText[]): readonly GivenLabel[] =>
  texts.flatMap(({ text, label, by }) => (by === undefined ? [] : [{ text, label, by }]));
