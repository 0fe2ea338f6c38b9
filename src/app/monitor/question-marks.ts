/** @module What people said of answers, as far as it counts for or against them. */
import type { Feedback, FeedbackValue } from "../../domain/feedback.ts";
import type { Store } from "../../ports/store.ts";
import { toActiveFeedback } from "../../trace/index.ts";
import { maintenanceAccess } from "../access.ts";
import { pause } from "./asked-questions.ts";

export interface AnswerMarks {
  /** Absent where nobody said whether it is good. */
  readonly negative?: boolean;
  readonly reasked: boolean;
}

const PAGE = 1000;

/** By answer, of what was given since; answers that nobody said anything of are left out. */
export async function readMarks(
  store: Pick<Store, "listFeedback">,
  since: string,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, AnswerMarks>> {
  const given: Feedback[] = [];
  for (let after: string | undefined; ;) {
    const page = await store.listFeedback(maintenanceAccess("monitor"), {
      since,
      limit: PAGE,
      after,
    });
    given.push(...page);
    after = page.at(-1)?.id;
    if (page.length < PAGE) break;
    await pause(signal);
  }
  const byAnswer = Map.groupBy(toActiveFeedback(given), ({ answerId }) => answerId);
  return new Map([...byAnswer].map(([id, entries]) => [id, toMarks(entries)]));
}

function toMarks(entries: readonly Feedback[]): AnswerMarks {
  const verdicts = entries.flatMap(({ feedback }) => isNegative(feedback) ?? []);
  return {
    ...(verdicts.length > 0 ? { negative: verdicts.includes(true) } : {}),
    reasked: entries.some(({ feedback }) => feedback.kind === "reask"),
  };
}

/** Nothing for what says neither: a comment, a citation that was opened. */
function isNegative(value: FeedbackValue): boolean | undefined {
  switch (value.kind) {
    case "thumb":
    case "citation":
      return value.value < 0;
    case "reason":
    case "edit":
    case "source":
    case "escalated":
      return true;
    default:
      return undefined;
  }
}
