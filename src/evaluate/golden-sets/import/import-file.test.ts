import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { importFailed } from "../../errors.ts";
import { importFile, type ImportFormat } from "./import-file.ts";

const read = (path: string, text: string, format?: ImportFormat) =>
  importFile(path, text, format).cases;

describe("importFile", () => {
  it("reads promptfoo's YAML: what is asked, and assertions that name a text", () => {
    const yaml = `
prompts: ["{{question}}"]
tests:
  - description: leave
    vars: { question: "How many weeks?", tone: brief }
    assert:
      - { type: equals, value: 16 weeks }
      - { type: icontains-all, value: [paid, weeks] }
      - { type: not-contains, value: 18 }
      - { type: not-contains, value: "18" }
      - { type: llm-rubric, value: is polite }
  - vars: { product: A, market: B }
`;
    const { cases, notes } = importFile("promptfooconfig.yaml", yaml);
    assert.deepEqual(cases, [
      {
        text: "How many weeks?",
        answers: ["16 weeks"],
        checks: { mustSay: ["paid", "weeks"], mustNotSay: ["18"] },
        stratum: "leave",
      },
    ]);
    assert.deepEqual(notes, [
      "test 1: assertion not-contains has no counterpart",
      "test 1: assertion llm-rubric has no counterpart",
      "test 2 asks nothing",
    ]);
  });

  it("reads promptfoo's CSV, with assertions in __expected", () => {
    const csv =
      'question,__expected,__expected2\n"How many, weeks?",16 weeks,contains: paid\n,x,\n';
    assert.deepEqual(read("tests.csv", csv), [
      { text: "How many, weeks?", answers: ["16 weeks"], checks: { mustSay: ["paid"] } },
    ]);
  });

  it("reads items of Langfuse, archived ones left out, conversations with their history", () => {
    const items = {
      data: [
        {
          id: "i1",
          input: { question: "How many?" },
          expectedOutput: { answer: "16" },
          sourceTraceId: "t1",
        },
        { id: "i2", input: "Old?", expectedOutput: "x", status: "ARCHIVED" },
        {
          id: "i3",
          input: [
            { role: "system", content: "be kind" },
            { role: "user", content: "Hi" },
            { role: "assistant", content: "Hello" },
            { role: "user", content: [{ type: "text", text: "And part-timers?" }] },
          ],
          expectedOutput: null,
        },
      ],
    };
    assert.deepEqual(read("items.json", JSON.stringify(items)), [
      { text: "How many?", answers: ["16"], id: "i1", group: "t1" },
      {
        text: "And part-timers?",
        history: [
          { role: "user", text: "Hi" },
          { role: "assistant", text: "Hello" },
        ],
        answers: [],
        id: "i3",
      },
    ]);
    const csv = 'id,input,expectedOutput\ni1,"{""question"":""How many?""}",16\n';
    assert.deepEqual(read("items.csv", csv), [{ text: "How many?", answers: ["16"], id: "i1" }]);
  });

  it("reads datapoints of TensorZero, one a line", () => {
    const point = {
      id: "p1",
      function_name: "answer_hr",
      episode_id: "e1",
      input: {
        system: "x",
        messages: [{ role: "user", content: [{ type: "text", text: "How many?" }] }],
      },
      output: [{ type: "text", text: "16 weeks" }],
    };
    const json = { ...point, id: "p2", output: { raw: '{"weeks":16}', parsed: { weeks: 16 } } };
    const text = `${JSON.stringify(point)}\n${JSON.stringify(json)}\n`;
    assert.deepEqual(
      read("points.jsonl", text).map(({ id, text: asked, answers, group, stratum }) => [
        id,
        asked,
        answers,
        group,
        stratum,
      ]),
      [
        ["p1", "How many?", ["16 weeks"], "e1", "answer_hr"],
        ["p2", "How many?", ['{"weeks":16}'], "e1", "answer_hr"],
      ],
    );
  });

  it("reads runs of Kiln, what was repaired in the place of what came", () => {
    const run = {
      v: 1,
      model_type: "task_run",
      id: "r1",
      input: "How many?",
      output: { output: "18" },
      repaired_output: { output: "16" },
    };
    assert.deepEqual(read("task_run.kiln", JSON.stringify(run)), [
      { text: "How many?", answers: ["16"], id: "r1" },
    ]);
  });

  it("reads RAGAS of both generations, and takes no context for evidence", () => {
    const now =
      "user_input,reference_contexts,reference,synthesizer_name\nHow many?,\"['16 weeks']\",16,single_hop\n";
    const { cases, notes } = importFile("testset.csv", now);
    assert.deepEqual(cases, [{ text: "How many?", answers: ["16"], stratum: "single_hop" }]);
    assert.match(notes[0] ?? "", /are no evidence/);
    const then = "question,contexts,ground_truth,evolution_type\nHow many?,x,16,simple\n";
    assert.deepEqual(read("testset.csv", then), [
      { text: "How many?", answers: ["16"], stratum: "simple" },
    ]);
  });

  it("reads SQuAD with its paragraphs as documents, and places in UTF-16 units", () => {
    const squad = {
      data: [
        {
          title: "A Tale",
          paragraphs: [
            {
              context: "😀 Bo won. Bo!",
              qas: [
                {
                  id: 1,
                  question: "Who? ",
                  answers: [
                    { text: "Bo", answer_start: 2 },
                    { text: "Bo", answer_start: 10 },
                  ],
                },
                { id: "2", question: "When?", answers: [], is_impossible: true },
              ],
            },
          ],
        },
      ],
    };
    const { cases, corpus } = importFile("dev.json", JSON.stringify(squad));
    const [text = ""] = (corpus ?? []).map((row) => row.text);
    const [who, when] = cases;
    assert.deepEqual(who?.answers, ["Bo"]);
    assert.equal(who?.evidence?.length, 2);
    for (const [span] of who?.evidence ?? [])
      assert.equal(text.slice(span?.start, span?.end), "Bo");
    assert.deepEqual([when?.answerable, who?.evidence?.[0]?.[0]?.document], [false, "A_Tale#0"]);
  });

  const bad: Readonly<Record<string, readonly [string, string, RegExp]>> = {
    "a file that is none of them": ["x.json", '{"a":1}', /it is none of promptfoo/],
    "CSV with an open quote": ["x.csv", 'question\n"a', /Quote/i],
    "YAML that is none": ["x.yaml", "tests: [", /x\.yaml cannot be read as promptfoo/],
    "YAML without tests": ["x.yaml", "prompts: []", /no list of tests/],
    "a file of no questions": ["x.yaml", "tests: []", /it holds no question/],
    "lines of which one is no JSON": ["x.jsonl", '{"function_name":"f"}\n{\n', /line 2: /],
    "SQuAD without its parts": [
      "x.json",
      '{"data":[{"paragraphs":[{"qas":[]}]}]}',
      /data\.0\.paragraphs\.0\.context/,
    ],
  };
  for (const [name, [path, text, expected]] of Object.entries(bad))
    it(`refuses ${name}`, () => {
      assert.throws(() => importFile(path, text), expected);
      assert.throws(() => importFile(path, text), importFailed.is);
    });
});
