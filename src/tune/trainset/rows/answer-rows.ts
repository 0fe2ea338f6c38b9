/** @module Rows from answers that users got, and from what they said of them. */
import type { Turn } from "../../../domain/conversation.ts";
import type { Feedback, FeedbackReason, FeedbackValue } from "../../../domain/feedback.ts";
import type { Reject, RejectReason } from "../curate/reject.ts";
import { RETRIEVAL_LANES, type TrainsetLane, type RowDraft, type RowPassage } from "../row.ts";

/** A passage that an answer rests on, or that somebody says it should rest on. */
export interface AnswerPassage extends RowPassage {
  readonly key: string;
  readonly collection: string;
  /** Citations of the answer that stand in it. */
  readonly citations: readonly number[];
}

/** An answer that the whole audience may read, with what counts of its feedback. */
export interface AnswerMaterial {
  readonly answerId: string;
  /** `trc_…` */
  readonly traceId: string;
  readonly askedAt: string;
  readonly question: string;
  readonly history: readonly Turn[];
  readonly language: string;
  readonly conversationId: string | undefined;
  readonly outcome: "answered" | "abstained" | "incomplete" | "error";
  readonly text: string;
  /** Of its sentences: a `cut` one failed an exact check. */
  readonly sentences: readonly { readonly verdict: "passed" | "cut"; readonly support: number }[];
  readonly passages: readonly AnswerPassage[];
  /** Of documents that somebody named as missing. */
  readonly missing: readonly AnswerPassage[];
  /** Active ones, in order. */
  readonly feedback: readonly Feedback[];
  /** Who asked, and who said something of it. */
  readonly people: readonly string[];
  readonly rights: RowDraft["rights"];
}

export interface AnswerRules {
  /** Least mean support of an accepted answer. */
  readonly support: number;
}

export interface AnswerRows {
  readonly drafts: readonly RowDraft[];
  readonly rejects: readonly Reject[];
}

const OBJECTIONS: ReadonlySet<FeedbackReason> = new Set([
  "wrong",
  "incomplete",
  "outdated",
  "should-have-abstained",
  "source-does-not-say-that",
  "wrong-source",
]);

/** Nothing of an answer that ended before its time, or that nobody said anything of. */
export function toAnswerRows(
  lane: TrainsetLane,
  material: AnswerMaterial,
  { support }: AnswerRules,
): AnswerRows {
  const { outcome, answerId } = material;
  if (outcome === "incomplete" || outcome === "error") return refuse(answerId, "unfinished");
  const said = readFeedback(material);
  if (RETRIEVAL_LANES.has(lane)) return keep(toRanked(lane, material, said));
  if (lane === "router") return keep(toRouted(material, said));
  if (lane === "abstention") return keep(toGraded(material, said));
  if (lane !== "generator") return keep([]);
  const written = toWritten(material, said);
  if (outcome === "abstained") return keep(written);
  if (said.thumb === 1 && said.objected)
    return { ...keep(written), rejects: [{ id: answerId, reason: "objected" }] };
  if (said.thumb === undefined) return keep(written);
  const isSound = material.sentences.every(({ verdict }) => verdict === "passed");
  if (said.thumb === 1 && !isSound)
    return { ...keep(written), rejects: [{ id: answerId, reason: "checks-failed" }] };
  return keep([...written, toMarked(material, said, support)]);
}

const keep = (drafts: readonly RowDraft[]): AnswerRows => ({ drafts, rejects: [] });
const refuse = (id: string, reason: RejectReason): AnswerRows => ({
  drafts: [],
  rejects: [{ id, reason }],
});

interface Said {
  /** 1 where all marks say so, -1 where one says that. */
  readonly thumb: 1 | -1 | undefined;
  readonly objected: boolean;
  readonly written: readonly (Feedback & {
    readonly feedback: Extract<FeedbackValue, { readonly text: string }>;
  })[];
  readonly confirmed: ReadonlySet<number>;
  readonly denied: ReadonlySet<number>;
}

const isWritten = (each: Feedback): each is Said["written"][number] =>
  each.feedback.kind === "edit" || each.feedback.kind === "demonstration";

function readFeedback({ feedback }: AnswerMaterial): Said {
  const marks = feedback.flatMap(({ feedback: value }) =>
    value.kind === "thumb" ? [value.value] : [],
  );
  const written = feedback.filter(isWritten);
  const cited = (wanted: 1 | -1): ReadonlySet<number> =>
    new Set(
      feedback.flatMap(({ feedback: value }) =>
        value.kind === "citation" && value.value === wanted ? [value.citation] : [],
      ),
    );
  const denied = cited(-1);
  const objected =
    denied.size > 0 ||
    marks.includes(-1) ||
    written.some((each) => each.feedback.kind === "edit") ||
    feedback.some(
      ({ feedback: value }) =>
        (value.kind === "reason" && OBJECTIONS.has(value.value)) ||
        value.kind === "reask" ||
        value.kind === "escalated",
    );
  return {
    thumb: marks.length === 0 ? undefined : marks.includes(-1) ? -1 : 1,
    objected,
    written,
    confirmed: new Set([...cited(1)].filter((number) => !denied.has(number))),
    denied,
  };
}

/** Passages that people marked, named, or accepted with the answer that cites them. */
function toRanked(lane: TrainsetLane, material: AnswerMaterial, said: Said): readonly RowDraft[] {
  const isAccepted = said.thumb === 1 && !said.objected && material.outcome === "answered";
  const graded = material.passages.flatMap((passage): RowPassage[] => {
    const { citations } = passage;
    const isDenied = citations.some((number) => said.denied.has(number));
    const isConfirmed = citations.some((number) => said.confirmed.has(number));
    if (isDenied && !isConfirmed) return [toRowPassage(passage, 0)];
    if (isConfirmed || (isAccepted && citations.length > 0)) return [toRowPassage(passage, 1)];
    return [];
  });
  const retrieved = [...graded, ...material.missing.map((passage) => toRowPassage(passage, 1))];
  if (!retrieved.some(({ grade = 0 }) => grade > 0)) return [];
  const isStated = material.missing.length > 0 || said.confirmed.size > 0;
  const base = toBase(material, lane, retrieved);
  return [{ ...base, task: "rank", origin: isStated ? "demonstration" : "accepted" }];
}

function toRouted(material: AnswerMaterial, said: Said): readonly RowDraft[] {
  if (said.thumb !== 1 || said.objected || material.outcome !== "answered") return [];
  const cited = material.passages.filter(({ citations }) => citations.length > 0);
  const [label, another] = new Set(cited.map(({ collection }) => collection));
  if (label === undefined || another !== undefined) return [];
  return [{ ...toBase(material, "router", []), task: "label", label, origin: "accepted" }];
}

/** Whether it should have been given as it was: of answers, `right` or `wrong`. */
function toGraded(material: AnswerMaterial, said: Said): readonly RowDraft[] {
  if (material.outcome !== "answered") return [];
  if (said.thumb === undefined && !said.objected) return [];
  const isRight = said.thumb === 1 && !said.objected;
  const retrieved = material.passages.map((passage) => toRowPassage(passage));
  const base = toBase(material, "abstention", retrieved);
  const label = isRight ? "right" : "wrong";
  return [{ ...base, task: "grade", target: material.text, label, origin: "thumb" }];
}

/** What people wrote themselves: an answer, and a preference over what they corrected. */
function toWritten(material: AnswerMaterial, { written }: Said): readonly RowDraft[] {
  const retrieved = material.passages.map((passage) => toRowPassage(passage));
  return written.flatMap(({ id, feedback }): RowDraft[] => {
    const base = { ...toBase(material, "generator", retrieved), feedbackIds: [id] };
    const origin = feedback.kind === "edit" ? "edit" : "demonstration";
    const key = `${base.key} ${id}`;
    const answer: RowDraft = { ...base, key, task: "answer", target: feedback.text, origin };
    if (feedback.kind !== "edit" || material.outcome !== "answered") return [answer];
    const sides = { chosen: feedback.text, rejected: material.text };
    return [answer, { ...base, key, task: "prefer", ...sides, origin }];
  });
}

/**
 * A bare thumb says which answers are liked, and is no example of one. Somebody has to have looked: a
 * citation that was confirmed, in an answer whose checks passed with support, makes it one.
 */
function toMarked(material: AnswerMaterial, said: Said, least: number): RowDraft {
  const retrieved = material.passages.map((passage) => toRowPassage(passage));
  const base = { ...toBase(material, "generator", retrieved), target: material.text };
  const { sentences } = material;
  const support =
    sentences.reduce((sum, sentence) => sum + sentence.support, 0) / Math.max(1, sentences.length);
  const isAccepted = said.thumb === 1 && said.confirmed.size > 0 && support >= least;
  return isAccepted
    ? { ...base, task: "answer", origin: "accepted" }
    : { ...base, task: "thumb", label: said.thumb === 1 ? "liked" : "disliked", origin: "thumb" };
}

function toRowPassage(passage: AnswerPassage, grade?: number): RowPassage {
  const { chunkId, document, text } = passage;
  return {
    ...(chunkId === undefined ? {} : { chunkId }),
    document,
    text,
    ...(grade === undefined ? {} : { grade }),
  };
}

function toBase(
  material: AnswerMaterial,
  lane: TrainsetLane,
  retrieved: readonly RowPassage[],
): Omit<RowDraft, "task" | "origin"> {
  const { answerId, traceId, conversationId, passages, missing, history, question } = material;
  const all = [...passages, ...missing];
  return {
    lane,
    key: `answer ${answerId}`,
    ties: [
      `answer ${answerId}`,
      ...(conversationId === undefined ? [] : [`conversation ${conversationId}`]),
    ],
    input: { messages: [...history, { role: "user", text: question }], retrieved },
    traceIds: [traceId],
    feedbackIds: material.feedback.map(({ id }) => id),
    documentVersions: [...new Set(all.map(({ document }) => document))].toSorted(),
    rights: material.rights,
    language: material.language,
    createdAt: material.askedAt,
    people: material.people,
    gold: [...new Set(all.filter(({ citations }) => citations.length > 0).map(({ key }) => key))],
  };
}
