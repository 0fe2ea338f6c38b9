/** @module Asks all rankers the same questions in turn, so that the machine's moods hit them alike. */
import { findNearest, recallAgainst, rowOf, type Nearest, type Rows } from "./exact.ts";
import type { RankerFacts } from "./protocol.ts";
import type { RemoteSystem } from "./remote-system.ts";
import { TOP } from "./system.ts";

export interface Contestant {
  readonly system: RemoteSystem;
  readonly ranker: RankerFacts;
}

export interface Measured extends RankerFacts {
  readonly system: string;
  /** Milliseconds, in the order of the questions. */
  readonly times: readonly number[];
  /** Mean share of the exact 50 nearest that was found; dense rankers alone. */
  readonly recall?: number;
  /** Mean number of hits. */
  readonly hits: number;
}

export interface Pace {
  /** Questions a ranker answers before it is the next one's turn. */
  readonly block: number;
  /** A ranker that has used it up is asked no more, so that a slow one cannot take a day. */
  readonly budgetMs: number;
}

/** The exact nearest chunks of each question, asked for once. */
export function createOracle(
  chunks: Rows,
  questions: Rows,
): (question: number, rows: readonly number[]) => number {
  const known = new Map<number, readonly Nearest[]>();
  return (question, rows) => {
    const query = rowOf(questions, question);
    const nearest = known.get(question) ?? findNearest(chunks, query, TOP);
    known.set(question, nearest);
    return recallAgainst(chunks, query, nearest, rows);
  };
}

/** Asks one ranker after the other until it has had all questions or half a minute. */
export async function warmUp(
  contestants: readonly Contestant[],
  questions: readonly number[],
  budgetMs: number,
): Promise<void> {
  for (const { system, ranker } of contestants) {
    let spent = 0;
    for (const question of questions) {
      if (spent > budgetMs) break;
      const request = { ranker: ranker.name, questions: [question] };
      const { times } = await system.call("rank", request);
      spent += times[0] ?? 0;
    }
  }
}

/**
 * Block after block of questions, each block asked of every ranker, another one first each time.
 * What a ranker found is judged when the clock does not run.
 */
export async function alternate(
  contestants: readonly Contestant[],
  questions: readonly number[],
  pace: Pace,
  judge: (question: number, rows: readonly number[]) => number,
): Promise<readonly Measured[]> {
  const sheets = contestants.map((contestant) => ({
    contestant,
    times: [] as number[],
    hits: [] as number[],
    found: [] as (readonly number[])[],
    spent: 0,
  }));
  for (let from = 0, turn = 0; from < questions.length; from += pace.block, turn++) {
    const block = questions.slice(from, from + pace.block);
    for (let place = 0; place < sheets.length; place++) {
      const sheet = sheets[(place + turn) % sheets.length];
      if (!sheet || sheet.spent > pace.budgetMs) continue;
      const { system, ranker } = sheet.contestant;
      const request = { ranker: ranker.name, questions: block };
      const { times, hits, rows } = await system.call("rank", request);
      sheet.times.push(...times);
      sheet.hits.push(...hits);
      sheet.found.push(...rows);
      sheet.spent += times.reduce((sum, time) => sum + time, 0);
    }
  }
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return sheets.map(({ contestant: { system, ranker }, times, hits, found }) => ({
    ...ranker,
    system: system.name,
    times,
    hits: mean(hits),
    ...(ranker.leg === "dense" && {
      recall: mean(found.map((rows, index) => judge(questions[index] ?? 0, rows))),
    }),
  }));
}
