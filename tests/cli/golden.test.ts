import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, it } from "node:test";
import { run } from "../../src/cli/index.ts";
import type { Terminal } from "../../src/cli/terminal.ts";
import { makeTemporaryDirectory } from "../../src/testing/temporary-directory.ts";

const LEAVE = `# Parental leave

Every parent gets 16 weeks of fully paid leave for each child.

## Can leave be taken in parts?

Yes, in up to three parts within two years of the birth.
`;
const TRAVEL = `# Travel

Flights above 800 euros need the approval of a director before they are booked.
`;

interface Ran {
  readonly code: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
}
type Plumbline = (...words: readonly string[]) => Promise<Ran>;

/** The whole command line in a directory with two documents that were ingested. */
async function inCompany(
  use: (plumbline: Plumbline, path: string) => Promise<void>,
): Promise<void> {
  using directory = makeTemporaryDirectory();
  const { path } = directory;
  mkdirSync(join(path, "docs"));
  writeFileSync(join(path, "docs/leave.md"), LEAVE);
  writeFileSync(join(path, "docs/travel.md"), TRAVEL);
  const plumbline: Plumbline = async (...words) => {
    const [out, err]: [string[], string[]] = [[], []];
    const terminal: Terminal = {
      width: 200,
      interactive: false,
      watched: false,
      color: false,
      out: (line) => void out.push(line),
      err: (line) => void err.push(line),
      problem: (line) => void err.push(line),
      hush: () => undefined,
      draw: () => undefined,
    };
    const { signal } = new AbortController();
    const code = await run(words, { terminal, workingDirectory: path, environment: {}, signal });
    return { code, out, err };
  };
  assert.equal(
    (await plumbline("ingest", "docs", "--collection", "hr", "--access", "group:staff")).code,
    0,
  );
  await use(plumbline, path);
}

const add = (question: string, quote: string, document = "leave.md", ...more: readonly string[]) =>
  [
    "golden",
    "add",
    "golden/hr",
    "--question",
    question,
    "--document",
    document,
    "--quote",
    quote,
    ...more,
  ] as const;
const WEEKS = add("How many weeks do parents get?", "16 weeks", "leave.md", "--answer", "16 weeks");

/** Proposes a question of leave, or answers with the weeks that it is shown. */
async function withModel(use: (baseUrl: string, asked: () => number) => Promise<void>) {
  let asked = 0;
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += String(part)));
    request.on("end", () => {
      asked += 1;
      const proposal = {
        question: "My baby is due, how long may I be away?",
        answer: "16 weeks",
        quote: "16 weeks of fully paid leave",
      };
      const isShown = body.includes("16 weeks of fully");
      const content = body.includes("You write one question")
        ? JSON.stringify(proposal)
        : isShown
          ? "16 weeks"
          : "UNKNOWN";
      const toEvent = (delta: object, reason: string | null): string =>
        `data: ${JSON.stringify({ model: "m", choices: [{ index: 0, delta, finish_reason: reason }] })}\n\n`;
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(`${toEvent({ content }, null)}${toEvent({}, "stop")}data: [DONE]\n\n`);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  try {
    await use(`http://127.0.0.1:${port}/v1`, () => asked);
  } finally {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
}

describe("golden", () => {
  it("makes a set, adds to it by versions, and retires with a reason", () =>
    inCompany(async (plumbline, path) => {
      const first = await plumbline(...WEEKS);
      assert.match(first.out[0] ?? "", /^hr@[0-9a-f]{16} {2}1 case: test 1$/);
      const [answer = ""] = readFileSync(join(path, "golden/hr/answers.jsonl"), "utf8").split("\n");
      assert.deepEqual(JSON.parse(answer).evidence, [
        [{ document: "leave.md", start: 36, end: 44, quote: "16 weeks" }],
      ]);
      const second = await plumbline(
        "golden",
        "add",
        "golden/hr",
        "--question",
        "Is there a bicycle?",
      );
      const manifest = JSON.parse(readFileSync(join(path, "golden/hr/golden.json"), "utf8"));
      assert.equal(manifest.parent?.slice(0, 16), /@(\w+)/.exec(first.out[0] ?? "")?.[1]);
      const id = /added (\S+)/.exec(second.err.join())?.[1] ?? "";
      assert.equal((await plumbline("golden", "add", "golden/hr", "--retire", id)).code, 2);
      const retired = await plumbline(
        "golden",
        "add",
        "golden/hr",
        "--retire",
        id,
        "--because",
        "no",
      );
      assert.match(retired.out[0] ?? "", /1 case: test 1$/);
    }));

  it("refuses what repeats, what is not quoted, and whoever may not read it", () =>
    inCompany(async (plumbline) => {
      await plumbline(...WEEKS);
      const again = await plumbline(...add("how many weeks do parents get", "16 weeks"));
      assert.deepEqual([again.code, /nearly repeats/.test(again.err.join())], [2, true]);
      const unquoted = await plumbline(...add("How long is the notice?", "18 weeks"));
      assert.deepEqual(
        [unquoted.code, /app\.quote-not-found/.test(unquoted.err[0] ?? "")],
        [2, true],
      );
      const unknown = await plumbline(...add("Where is it?", "x", "none.md"));
      assert.match(unknown.err[0] ?? "", /app\.not-found/);
      const hidden = await plumbline(
        ...add("Who approves flights?", "a director", "travel.md", "--as", "group:other"),
      );
      assert.match(hidden.err[0] ?? "", /group:other may not read it/);
      const allowed = add(
        "Who approves flights?",
        "a director",
        "travel.md",
        "--as",
        "group:staff",
      );
      assert.equal((await plumbline(...allowed)).code, 0);
    }));

  it("checks with exit 1 for errors, and tells a changed set from a version", () =>
    inCompany(async (plumbline, path) => {
      await plumbline(...WEEKS);
      assert.equal((await plumbline("golden", "check", "golden/hr")).code, 0);
      assert.equal((await plumbline("golden", "check", "golden/hr@000000")).code, 2);
      const file = join(path, "golden/hr/queries.jsonl");
      writeFileSync(file, readFileSync(file, "utf8").replace("parents", "mothers"));
      const changed = await plumbline("golden", "check", "golden/hr");
      assert.deepEqual(
        [changed.code, /evaluate\.golden-changed/.test(changed.err[0] ?? "")],
        [2, true],
      );
      assert.equal((await plumbline("golden", "check", "golden/hr", "--accept")).code, 0);
      writeFileSync(join(path, "docs/leave.md"), LEAVE.replace("16 weeks", "18 weeks"));
      await plumbline("ingest");
      const stale = await plumbline("golden", "check", "golden/hr", "--json");
      const { problems } = JSON.parse(stale.out[0] ?? "");
      assert.deepEqual([stale.code, problems[0].code], [1, "stale-evidence"]);
    }));

  it("gives parts once, and again only when told to", () =>
    inCompany(async (plumbline, path) => {
      const rows = Array.from({ length: 200 }, (_, i) => ({
        id: `q${i}`,
        text: `a${i} b${i} c${i}?`,
        unanswerable: true,
      }));
      mkdirSync(join(path, "open"));
      writeFileSync(
        join(path, "open/queries.jsonl"),
        rows.map((row) => JSON.stringify(row)).join("\n"),
      );
      const foreign = await plumbline("golden", "split", "open");
      assert.match(foreign.err[0] ?? "", /app\.golden-foreign/);
      const about = ["--collection", "hr"];
      await plumbline("golden", "import", "open", "--out", "golden/open", ...about);
      const queries = readFileSync(join(path, "golden/open/queries.jsonl"), "utf8");
      assert.equal(queries.match(/"collection":"hr"/g)?.length, 200);
      assert.match(
        (await plumbline("golden", "split", "golden/open")).err[0] ?? "",
        /app\.golden-parts-stored/,
      );
      const [line = ""] = (await plumbline("golden", "split", "golden/open", "--again")).out;
      assert.match(line, /200 cases: calibration \d+, dev \d+, test \d+, train \d+$/);
    }));

  it("makes questions with the documents that do not give them away", () =>
    inCompany(async (plumbline, path) => {
      const made = await plumbline(
        "golden",
        "make",
        "--out",
        "golden/made",
        "--corpus",
        "--strata",
        "faq",
      );
      assert.equal(made.out[0], "faq 1 -> golden/made");
      const corpus = readFileSync(join(path, "golden/made/corpus.jsonl"), "utf8");
      assert.ok(!corpus.includes("Can leave be taken") && corpus.includes("three parts"));
      const check = await plumbline("golden", "check", "golden/made");
      assert.equal(check.code, 0);
      // The commands that it names evaluate the set over its own documents.
      const named = check.err.filter((line) => line.startsWith("  plumbline "));
      assert.equal(named.length, 2);
      for (const command of named)
        assert.equal(
          (await plumbline(...command.trim().split(" ").slice(1), "-q")).code,
          0,
          command,
        );
      const [evaluation] = (
        await plumbline("evaluate", "golden/made", "--data", ".plumbline-made", "--json")
      ).out;
      const { measures } = JSON.parse(evaluation ?? "{}");
      assert.equal(
        measures.find(({ measure }: { measure: string }) => measure === "nDCG@10")?.mean,
        1,
      );
      assert.match(
        (await plumbline("golden", "make", "--out", "golden/made")).err[0] ?? "",
        /app\.golden-exists/,
      );
      await plumbline(...WEEKS);
      const twin = [
        "golden",
        "make",
        "--from",
        "ablated",
        "--golden",
        "golden/hr",
        "--out",
        "golden/none",
      ];
      assert.equal((await plumbline(...twin)).out[0], "ablated 1 -> golden/none");
      assert.ok(!existsSync(join(path, "golden/none/corpus.jsonl")));
      const alone = await plumbline(...twin.slice(0, -1), "golden/alone", "--corpus");
      assert.equal(alone.code, 0);
      const rest = readFileSync(join(path, "golden/alone/corpus.jsonl"), "utf8");
      assert.ok(!rest.includes("16 weeks") && rest.includes("Flights"));
      assert.ok(!readFileSync(join(path, "golden/alone/queries.jsonl"), "utf8").includes("masked"));
      const model = await plumbline("golden", "make", "--from", "model", "--out", "review.jsonl");
      assert.match(model.err[0] ?? "", /app\.no-question-maker/);
    }));

  it("asks questions whose evidence is hidden over the documents that answer the others", () =>
    inCompany(async (plumbline) => {
      await plumbline(...WEEKS);
      const made = ["golden", "make", "--from", "ablated", "--golden", "golden/hr"];
      await plumbline(...made, "--out", "golden/none");
      const measure = ["--measures", "AbstentionRecall,AnswerSuccess", "--json"];
      const of = async (set: string) => {
        const { code, out, err } = await plumbline("evaluate", set, ...measure);
        assert.equal(code, 0, err.join("\n"));
        const { measures, cases } = JSON.parse(out[0] ?? "{}");
        const shown = cases[0].replies[0].answer.passages.map(
          ({ document }: { document: string }) => document,
        );
        return { measures, shown };
      };
      const before = await of("golden/hr");
      assert.ok(before.shown.includes("leave.md"));
      const after = await of("golden/none");
      assert.ok(!after.shown.includes("leave.md"));
      assert.equal(after.measures[0].measure, "AbstentionRecall");
      assert.equal(after.measures[0].mean, 1);
      const [trace] = (await plumbline("trace", "list", "--json", "--limit", "1")).out;
      const [latest] = JSON.parse(trace ?? "[]").traces ?? JSON.parse(trace ?? "[]");
      const replayed = await plumbline("trace", "replay", latest.id, "--json");
      assert.equal(JSON.parse(replayed.out[0] ?? "{}").retrieval.verdict, "identical");
      const system = ["--url", "http://127.0.0.1:9/v1"];
      const outside = await plumbline("evaluate", "golden/none", ...system);
      assert.match(outside.err.join("\n"), /evaluate\.cannot-mask/);
    }));

  it("asks a model section by section, and goes on where it was broken off", () =>
    withModel((baseUrl, asked) =>
      inCompany(async (plumbline, path) => {
        const filler = Array.from({ length: 30 }, (_, i) => `word${i}`).join(" ");
        writeFileSync(
          join(path, "docs/leave.md"),
          LEAVE.replace("each child.", `each. ${filler}.`),
        );
        writeFileSync(join(path, "docs/travel.md"), `${TRAVEL}\n${filler}\n`);
        const maker = { adapter: "openai-compatible", options: { model: "m", baseUrl } };
        writeFileSync(join(path, "plumbline.yaml"), JSON.stringify({ questionMaker: maker }));
        await plumbline("ingest", "docs", "--collection", "hr");
        const make = ["golden", "make", "--from", "model", "--out", "review.jsonl"] as const;
        const dry = await plumbline(...make, "--dry-run");
        assert.deepEqual([asked(), dry.out[0]?.startsWith("2 sections, 0 tried")], [0, true]);
        const first = JSON.parse(
          (await plumbline(...make, "--max-calls", "3", "--json")).out[0] ?? "",
        );
        assert.deepEqual([first.tried, first.stopped], [1, "calls"]);
        const second = JSON.parse((await plumbline(...make, "--json")).out[0] ?? "");
        assert.deepEqual(
          [second.tried, second.kept, second.rejected, second.stopped],
          [2, 1, { "quote-not-verbatim": 1 }, "sections"],
        );
        assert.deepEqual([asked(), second.calls, second.unpriced], [4, 4, 4]);
        const [line = ""] = readFileSync(join(path, "review.jsonl"), "utf8").split("\n");
        assert.equal(JSON.parse(line).stratum, "model:easy");
      }),
    ));

  it("measures what other forms of the questions cost", () =>
    inCompany(async (plumbline) => {
      await plumbline(...WEEKS);
      await plumbline(...add("Who approves expensive flights?", "a director", "travel.md"));
      const { out } = await plumbline(
        "golden",
        "perturb",
        "golden/hr",
        "--json",
        "--out",
        "golden/forms",
      );
      const { byForm, costs, written } = JSON.parse(out[0] ?? "");
      assert.deepEqual(byForm, { typos: 2, unaccented: 0, telegraphic: 2, colloquial: 2 });
      assert.equal(costs.length, 6);
      assert.ok(
        costs.every(
          ({ original, variant }: Record<string, number>) => original === 1 && variant! <= 1,
        ),
      );
      assert.equal(written.cases, 8);
    }));

  it("draws candidates from what users asked, and takes what was accepted", () =>
    inCompany(async (plumbline, path) => {
      await plumbline("ask", "How many weeks of leave do parents get?", "--as", "group:staff");
      await plumbline("ask", "Who approves flights above 800 euros?", "--as", "group:staff");
      const drawn = await plumbline("golden", "candidates", "--out", "review.jsonl");
      assert.equal(drawn.out[0], "2 candidates of 2 answers -> review.jsonl");
      const file = join(path, "review.jsonl");
      const [one = "", two = ""] = readFileSync(file, "utf8").trim().split("\n");
      const candidate = JSON.parse(one);
      assert.ok(candidate.passages.length > 0);
      assert.deepEqual(candidate.principals, ["group:staff"]);
      const [{ document, start, end, quote }] = candidate.told.citations;
      const decided = {
        decision: "accept",
        by: "user:rev",
        answerable: true,
        evidence: [[{ document, start, end, quote }]],
      };
      const accepted = JSON.stringify({
        ...candidate,
        review: { ...candidate.review, ...decided },
      });
      const other = JSON.parse(two);
      const rejected = JSON.stringify({
        ...other,
        review: { ...other.review, decision: "reject" },
      });
      writeFileSync(file, `${accepted}\n${rejected}\n`);
      const added = await plumbline("golden", "add", "golden/hr", "--from", "review.jsonl");
      assert.match(added.out[0] ?? "", /^hr@\w+ {2}1 case:/);
      assert.match(added.err.join("\n"), /acceptance 0\.50 \[0\.09, 0\.91\]/);
      const again = await plumbline(
        "golden",
        "candidates",
        "--out",
        "next.jsonl",
        "--golden",
        "golden/hr",
      );
      assert.equal(again.out[0], "1 candidates of 2 answers -> next.jsonl");
    }));

  it("says where a golden set cannot be, and leaves nothing half written", () =>
    inCompany(async (plumbline, path) => {
      assert.match(
        (await plumbline("golden", "check", "none")).err[0] ?? "",
        /evaluate\.golden-not-found/,
      );
      writeFileSync(join(path, "x.yaml"), "tests: []");
      const empty = await plumbline("golden", "import", "x.yaml", "--out", "golden/x");
      assert.deepEqual([empty.code, existsSync(join(path, "golden/x"))], [2, false]);
    }));
});
