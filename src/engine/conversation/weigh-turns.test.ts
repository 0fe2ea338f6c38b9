import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  listReplyTerms,
  toEarlierTurns,
  weighEarlierQuestions,
  weighEarlierReplies,
} from "./weigh-turns.ts";

const user = (text: string) => ({ role: "user", text }) as const;
const assistant = (text: string) => ({ role: "assistant", text }) as const;
const rounded = (weights: ReadonlyMap<string, number>) =>
  Object.fromEntries([...weights].map(([term, weight]) => [term, Number(weight.toFixed(6))]));

describe("toEarlierTurns", () => {
  it("gives the last five of each, latest first", () => {
    const history = Array.from({ length: 7 }, (_, turn) => [
      user(`question ${turn}`),
      assistant(`reply ${turn}`),
    ]).flat();
    const { questions, replies } = toEarlierTurns(history);
    assert.deepEqual(
      [questions.length, questions[0], questions.at(-1)],
      [5, "question 6", "question 2"],
    );
    assert.deepEqual([replies.length, replies[0]], [5, "reply 6"]);
    assert.deepEqual(toEarlierTurns([]), { questions: [], replies: [] });
  });
});

describe("weighEarlierQuestions", () => {
  it("gives .3 for the last, half as much for each one before, once a question", () => {
    // leave: .3 + .15 + .075; pay, which is cut to "pai": .15
    const weights = weighEarlierQuestions(["leave leave", "leave pay", "leave"], "en-1");
    assert.deepEqual(rounded(weights), { leav: 0.525, pai: 0.15 });
  });

  it("gives a turn without text its place", () => {
    assert.deepEqual(rounded(weighEarlierQuestions(["", "leave"], "en-1")), { leav: 0.15 });
  });
});

describe("weighEarlierReplies", () => {
  const words = Array.from({ length: 14 }, (_, i) => `ka${String.fromCodePoint(97 + i)}o`);
  const idf = new Map(words.map((word, index) => [word, index < 12 ? index : 0.5]));

  it("gives .15 for each of the ten rarest terms of the last, half for the one before", () => {
    const weights = weighEarlierReplies([words.join(" "), "kalo"], "en-1", (term) => idf.get(term));
    // The rarest are 11 to 2; those at .5 and 0 and 1 are left out.
    const expected = Object.fromEntries(words.slice(2, 12).map((word) => [word, 0.15]));
    assert.deepEqual(rounded(weights), { ...expected, kalo: 0.225 });
  });

  it("leaves out what is in no document", () => {
    assert.deepEqual(rounded(weighEarlierReplies(["kaao unknown"], "en-1", (t) => idf.get(t))), {
      kaao: 0.15,
    });
  });

  it("breaks ties by the term, whatever the order of the reply", () => {
    const of = (text: string) => [...weighEarlierReplies([text], "en-1", () => 1).keys()].sort();
    assert.deepEqual(of(words.join(" ")), of(words.toReversed().join(" ")));
  });

  it("asks about no term that is not listed", () => {
    const replies = ["leave pay", "pay notice"];
    assert.deepEqual(listReplyTerms(replies, "en-1"), ["leav", "pai", "notic"]);
  });
});
