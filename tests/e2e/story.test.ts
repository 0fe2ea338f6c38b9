import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { HANDBOOK, makeFolder, plumbline, type Ended } from "./command.ts";

const QUESTION = "How many weeks of paid parental leave may parents take?";
const SALARY = "What is the salary band of a senior engineer?";

describe("from a folder to a cited answer", () => {
  const folder = makeFolder(HANDBOOK);
  after(() => folder[Symbol.dispose]());
  const run = (...args: readonly string[]): Promise<Ended> => plumbline(folder.path, args);
  /** Runs with --json: exactly one JSON document must come. */
  const json = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await run(...args, "--json");
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout);
  };

  it("ingests a folder, telling what it did and leaving stdout to the result", async () => {
    const { code, stdout, stderr } = await run(
      "ingest",
      "docs",
      "--collection=hr",
      "--access=group:staff,group:payroll",
    );
    assert.equal(code, 0, stderr);
    assert.equal(stdout, "4 documents: 4 added; 5 chunks\n");
    assert.match(stderr, /^hr <- .*docs\n$/);
  });

  it("finds nothing to do the second time, without being told the path again", async () => {
    const { job, counts } = await json("ingest");
    assert.deepEqual([job.state, counts.unchanged, counts.chunks], ["ready", 4, 0]);
  });

  it("answers with citations, the answer on stdout and its record's id on stderr", async () => {
    const { code, stdout, stderr } = await run("ask", QUESTION, "--as", "user:maria,group:staff");
    assert.equal(code, 0);
    assert.match(stdout, /^Parents may take sixteen weeks of paid parental leave 👶/);
    assert.match(stdout, /\[1\].*Parental leave > How long it is\n +hr: parental-leave\.md/s);
    assert.match(stderr, /^ans_\w+ · confidence/);
  });

  it("shows an answer again, and a citation in the text around it", async () => {
    const answer = await json("ask", QUESTION);
    const [citation] = answer.citations;
    assert.equal(
      HANDBOOK["docs/parental-leave.md"]?.slice(citation.start, citation.end),
      citation.quote,
    );
    const record = await json("show", answer.id);
    assert.deepEqual(record.answer, answer);
    const context = await json("show", answer.id, "--citation", "1");
    assert.deepEqual([context.citation, context.current], [citation, true]);
    assert.ok(
      HANDBOOK["docs/parental-leave.md"]?.includes(context.before + citation.quote + context.after),
    );
    const { stdout } = await run("show", answer.id, "--citation", "1");
    assert.match(stdout, />>>Parents may take sixteen weeks[^]*<<</);
    const stranger = await run("show", answer.id, "--as", "user:otto");
    assert.match(stranger.stderr, /^error\[app\.not-found\]/);
  });

  it("abstains from what the documents do not say", async () => {
    const answer = await json("ask", "Which bicycle leasing scheme does the company offer?");
    assert.deepEqual([answer.abstained, answer.text, answer.citations], [true, "", []]);
    const { code, stdout } = await run("ask", "Which bicycle leasing scheme is offered?");
    assert.deepEqual([code, stdout.split("\n")[0]], [0, "Not in the documents."]);
  });

  it("shows nobody what they may not read: it looks like what is not there", async () => {
    const allowed = await json("ask", SALARY, "--as", "user:ines,group:payroll,group:staff");
    assert.match(allowed.text, /70,000 to 95,000/);
    for (const [command, ...rest] of [
      ["ask"],
      ["search"],
      ["search", "--legs", "dense"],
    ] as const) {
      const denied = await json(command, SALARY, ...rest, "--as", "user:maria,group:staff");
      const { id: _, ...told } = denied;
      assert.ok(!/95,000|salaries|engineer reaches/.test(JSON.stringify(told)), command);
    }
    const { documents } = await json("documents", "list", "--as", "user:maria,group:staff");
    assert.ok(!JSON.stringify(documents).includes("salaries"));
  });

  it("narrows a search by what documents say of themselves, and says why it found them", async () => {
    const { passages } = await json(
      "search",
      "leave",
      "--filter",
      "year>=2026",
      "--filter",
      "owner?",
    );
    assert.deepEqual(
      [...new Set(passages.map(({ key }: { key: string }) => key))],
      ["parental-leave.md"],
    );
    const none = await json("search", "leave", "--filter", "year>=2027");
    assert.deepEqual(none.passages, []);
    const { stdout } = await run("search", "parental leave", "--why");
    assert.match(stdout, /why: lexical #1 .* dense /);
  });

  it("prints JSON that parses for the other commands", async () => {
    const doctor = await json("doctor", "--deep");
    assert.deepEqual([doctor.sound, doctor.facts.documents], [true, 4]);
    assert.equal((await json("config", "check")).path, null);
    assert.equal((await json("config", "show")).retrieve.topK, 8);
    assert.equal(JSON.parse((await run("config", "schema")).stdout).type, "object");
  });

  it("lists, shows and deletes a document, which is then in no answer", async () => {
    const { documents } = await json("documents", "list", "--collection", "hr");
    const found = documents.find(({ key }: { key: string }) => key === "parental-leave.md");
    const shown = await json("documents", "show", found.id, "--text");
    assert.equal(shown.text, HANDBOOK["docs/parental-leave.md"]);
    assert.equal(shown.versions.length, 1);
    assert.deepEqual(await json("documents", "delete", found.id), { deleted: found.id });
    assert.equal((await json("ask", QUESTION)).abstained, true);
    assert.equal((await run("documents", "show", found.id)).code, 2);
    rmSync(join(folder.path, "docs", "parental-leave.md"));
    assert.equal((await json("ingest")).counts.unchanged, 3);
  });
});
