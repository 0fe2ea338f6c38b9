import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../../foundation/random.ts";
import { SentenceStream, type AnchoredSentence } from "./sentence-stream.ts";

const toPairs = (sentences: readonly AnchoredSentence[]) =>
  sentences.map(({ text, numbers }) => [text, numbers]);

function read(pieces: readonly string[], language = "en") {
  const stream = new SentenceStream(language);
  const told = pieces.flatMap((piece) => stream.push(piece));
  return toPairs([...told, ...stream.end()]);
}

/** What a model writes, and the sentences in it. */
const TEXTS: Readonly<Record<string, readonly [string, readonly (readonly [string, number[]])[]]>> =
  {
    "anchors before full stops": [
      "Parents get 12 weeks [1]. They are paid [2][3].",
      [
        ["Parents get 12 weeks.", [1]],
        ["They are paid.", [2, 3]],
      ],
    ],
    "anchors behind full stops": [
      "Parents get 12 weeks. [1] They are paid. [2] [3]",
      [
        ["Parents get 12 weeks.", [1]],
        ["They are paid.", [2, 3]],
      ],
    ],
    "anchors right behind full stops": [
      "Parents get 12 weeks.[1] They are paid.[2]",
      [
        ["Parents get 12 weeks.", [1]],
        ["They are paid.", [2]],
      ],
    ],
    "a sentence without an anchor": [
      "Parents get 12 weeks. They are paid [1].",
      [
        ["Parents get 12 weeks.", []],
        ["They are paid.", [1]],
      ],
    ],
    "abbreviations and decimals": [
      "Dr. Vidal pays 2.5 % of it, e.g. in Oslo [1]. No. 7 is void [2].",
      [
        ["Dr. Vidal pays 2.5 % of it, e.g. in Oslo.", [1]],
        ["No. 7 is void.", [2]],
      ],
    ],
    "a list": [
      "You need [1]:\n- a form [1]\n- a letter. It is signed [2]\n\nThen wait [3].",
      [
        ["You need:", [1]],
        ["- a form", [1]],
        ["- a letter. It is signed", [2]],
        ["Then wait.", [3]],
      ],
    ],
    "numbered steps": [
      "1. Ask [1].\n2. Wait [2].",
      [
        ["1. Ask.", [1]],
        ["2. Wait.", [2]],
      ],
    ],
    "a table": [
      "| step | days |\n|---|---|\n| ask | 3 [1] |\n",
      [
        ["| step | days |", []],
        ["| ask | 3 |", [1]],
      ],
    ],
    "a heading and a rule, which are no sentences": [
      "## Leave\n\nIt is long [1].\n\n***\n\nIt is paid [2].",
      [
        ["It is long.", [1]],
        ["It is paid.", [2]],
      ],
    ],
    "code, line by line, and prose again behind it": [
      "Run it [1].\n```\nnpm ci. Then\nnpm test\n```\nIt ends [2]. It is done [3].",
      [
        ["Run it.", [1]],
        ["npm ci. Then", []],
        ["npm test", []],
        ["It ends.", [2]],
        ["It is done.", [3]],
      ],
    ],
    "a script without blanks": [
      "员工有十二周假。[1]假期带薪[2]。",
      [
        ["员工有十二周假。", [1]],
        ["假期带薪。", [2]],
      ],
    ],
    "a German date": [
      "Es gilt ab dem 3. Mai 2026 [1]. Danach nicht [2].",
      [
        ["Es gilt ab dem 3. Mai 2026.", [1]],
        ["Danach nicht.", [2]],
      ],
    ],
    "nothing but white space": [" \n \n", []],
  };

describe("SentenceStream", () => {
  for (const [name, [text, sentences]] of Object.entries(TEXTS))
    it(`cuts ${name}, in one piece and character by character`, () => {
      const language = /German/.test(name) ? "de" : "en";
      assert.deepEqual(read([text], language), sentences);
      assert.deepEqual(read(Array.from(text), language), sentences);
    });

  it("gives the same sentences however the text is cut into pieces", () => {
    const random = createRandom("sentence-stream");
    for (const [name, [text, sentences]] of Object.entries(TEXTS))
      for (let round = 0; round < 50; round++) {
        const pieces: string[] = [];
        for (let from = 0; from < text.length;) {
          const to = from + 1 + random.below(9);
          pieces.push(text.slice(from, to));
          from = to;
        }
        const language = /German/.test(name) ? "de" : "en";
        assert.deepEqual(read(pieces, language), sentences, JSON.stringify(pieces));
      }
  });

  it("gives a sentence as soon as the next has begun, and not before", () => {
    const stream = new SentenceStream("en");
    assert.deepEqual(stream.push("Parents get 12 weeks."), []);
    assert.deepEqual(stream.push(" "), []);
    assert.deepEqual(stream.push("[1"), []);
    assert.deepEqual(stream.push("] "), []);
    assert.deepEqual(toPairs(stream.push("Th")), [["Parents get 12 weeks.", [1]]]);
    assert.deepEqual(stream.push("ey are paid"), []);
    assert.deepEqual(toPairs(stream.end()), [["They are paid", []]]);
  });

  it("is done with a long text in good time", () => {
    const text = "Parents get twelve weeks of leave [1]. ".repeat(3000);
    assert.equal(read(Array.from(text)).length, 3000);
  });
});
