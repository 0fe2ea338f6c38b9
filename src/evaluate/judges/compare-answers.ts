/** @module Two answers side by side, in both orders, so that a place at the table wins nothing. */
import { PlumblineError } from "../../foundation/errors.ts";
import type { CompareRequest, Judge } from "../../ports/judge.ts";

export interface AnswerComparison {
  /** `tie` also where the order decided. */
  readonly verdict: "first" | "second" | "tie" | "cannot-tell";
  /** Both orders gave one verdict; absent where one gave none. */
  readonly ordersAgree?: boolean;
  readonly reason?: string;
}

/** @throws what is no fault of the judge's provider; the signal's reason. */
export async function compareAnswers(
  judge: Judge,
  request: CompareRequest,
): Promise<AnswerComparison> {
  const { first, second } = request;
  const forth = await compareOnce(judge, request);
  const back = await compareOnce(judge, { ...request, first: second, second: first });
  if (forth.verdict === "cannot-tell" || back.verdict === "cannot-tell") {
    const reason = forth.reason ?? back.reason;
    return { verdict: "cannot-tell", ...(reason === undefined ? {} : { reason }) };
  }
  const turned = { first: "second", second: "first", tie: "tie" } as const;
  const ordersAgree = forth.verdict === turned[back.verdict];
  return { verdict: ordersAgree ? forth.verdict : "tie", ordersAgree };
}

async function compareOnce(judge: Judge, request: CompareRequest) {
  if (!judge.compare)
    return { verdict: "cannot-tell", reason: "the judge compares nothing" } as const;
  try {
    return await judge.compare(request);
  } catch (error) {
    request.signal?.throwIfAborted();
    if (!(error instanceof PlumblineError)) throw error;
    return { verdict: "cannot-tell", reason: `the judge failed: ${error.code}` } as const;
  }
}
