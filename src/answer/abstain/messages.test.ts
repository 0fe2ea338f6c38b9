import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { AbstainReason } from "../../domain/answer.ts";
import { detectLanguage } from "../../engine/analysis/index.ts";
import { isAbstentionMessage, MESSAGE_LANGUAGES, toMessage } from "./messages.ts";

const REASONS: readonly AbstainReason[] = [
  "empty-question",
  "no-passages",
  "weak-evidence",
  "checks-failed",
];

describe("toMessage", () => {
  it("speaks every language that is analyzed, each in its own words", () => {
    assert.equal(MESSAGE_LANGUAGES.length, 18);
    const all = MESSAGE_LANGUAGES.flatMap((language) => {
      const messages = REASONS.map((reason) => toMessage(reason, language));
      assert.equal(detectLanguage(messages.join("\n")), language);
      return messages;
    });
    assert.equal(new Set(all).size, all.length);
  });

  it("goes by the primary subtag, and speaks English to the rest", () => {
    assert.equal(toMessage("weak-evidence", "de-AT"), toMessage("weak-evidence", "de"));
    assert.equal(toMessage("weak-evidence", "sv"), toMessage("weak-evidence", "en"));
    assert.equal(toMessage("weak-evidence", "constructor"), toMessage("weak-evidence", "en"));
  });
});

describe("isAbstentionMessage", () => {
  it("knows a message of any language, and no answer", () => {
    assert.ok(isAbstentionMessage(` ${toMessage("no-passages", "zh")}\n`));
    assert.ok(!isAbstentionMessage("Employees get 30 days."));
  });
});
