import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { PlumblineError } from "../../foundation/errors.ts";
import { createRandom } from "../../foundation/random.ts";
import { makeTemporaryDirectory } from "../../testing/temporary-directory.ts";
import { loadConfig, openApp, type LocalApp, type TuneInput, type TuneResult } from "../index.ts";

const ASPECTS = "payment notice warranty audit transfer insurance renewal delivery".split(" ");
const NAMES = "ab eb ib ob ub ac ec ic oc uc ad ed id od ud af ef if of uf ag eg ig og ug".split(
  " ",
);
const WORDS = Array.from(
  { length: 60 },
  (_, i) => `word${String.fromCharCode(97 + (i % 26))}${i}x`,
);

interface Company {
  readonly app: LocalApp;
  readonly path: string;
}

/**
 * Contracts in clauses, each under the name of its contract. Clauses of other aspects speak of an
 * aspect more often than its own clause does, and of other contracts: what is right is the clause of
 * the contract asked about that speaks of the aspect early.
 */
function writeCompany(path: string, questions: number): void {
  const random = createRandom("tune");
  const pick = (list: readonly string[]): string => list[random.below(list.length)] ?? "";
  const filler = (count: number): string =>
    Array.from({ length: count }, () => pick(WORDS)).join(" ");
  const rows: string[] = [];
  const asked: string[] = [];
  for (const name of NAMES)
    for (const aspect of ASPECTS) {
      const id = `${name}-${aspect}`;
      const others = Array.from({ length: 3 }, () => `${pick(ASPECTS)} ${pick(NAMES)}corp`).join(
        " ",
      );
      const text = `The ${aspect} is ${filler(20 + random.below(40))}. ${others}. ${filler(10)}.`;
      rows.push(JSON.stringify({ _id: id, title: `Contract ${name}corp`, text }));
      if (asked.length >= questions) continue;
      asked.push(id);
    }
  writeFileSync(join(path, "docs.jsonl"), `${rows.join("\n")}\n`);
  writeGolden(join(path, "golden"), asked, "train");
  writeFileSync(join(path, "plumbline.yaml"), "{}");
}

/** A question for each of these clauses. */
function writeGolden(folder: string, ids: readonly string[], part: string): void {
  const queries = ids.map((id) =>
    JSON.stringify({ _id: id, text: id.replace("-", "corp "), metadata: { part } }),
  );
  const qrels = ["query-id\tcorpus-id\tscore", ...ids.map((id) => `${id}\t${id}\t1`)];
  mkdirSync(join(folder, "qrels"), { recursive: true });
  writeFileSync(join(folder, "queries.jsonl"), `${queries.join("\n")}\n`);
  writeFileSync(join(folder, `qrels/${part}.tsv`), `${qrels.join("\n")}\n`);
}

async function inCompany(
  use: (company: Company) => Promise<void>,
  { questions = 200 } = {},
): Promise<void> {
  using directory = makeTemporaryDirectory();
  const { path } = directory;
  writeCompany(path, questions);
  const loaded = await loadConfig({ workingDirectory: path, environment: {} });
  let asked = 0;
  await using app = await openApp({
    loaded,
    workingDirectory: path,
    // A second from one look to the next.
    clock: { now: () => new Date(1_772_366_400_000 + 1000 * asked++), monotonicMs: () => 0 },
  });
  for await (const _ of app.ingest({ path: join(path, "docs.jsonl"), collection: "deals" }));
  await use({ app, path });
}

const INPUT: TuneInput = { lane: "fusion", collection: "deals", golden: "golden" };

async function tune({ app }: Company, given: Partial<TuneInput> = {}): Promise<TuneResult> {
  for await (const event of app.tune.run({ ...INPUT, ...given }))
    if (event.type === "tune-completed") return event.result;
  throw new Error("it ended without a result");
}

/** On questions of the same kind. */
async function promote({ app, path }: Company, release = ""): Promise<void> {
  const judged = Array.from({ length: 40 }, (_, i) => `${NAMES[i % 30]}-${ASPECTS[i % 8]}`);
  writeGolden(join(path, "judges"), judged, "test");
  writeFileSync(join(path, "policy.yaml"), "primary: { measures: [nDCG@10], must: improve }\n");
  const choice = { golden: "judges", policy: "policy.yaml" };
  for await (const event of app.promoteRelease({ release, ...choice }))
    if (event.type === "release-decided") assert.equal(event.decision.verdict, "pass");
}

const isCode =
  (code: string) =>
  (error: unknown): boolean =>
    error instanceof PlumblineError && error.code === code;

const listArtifacts = ({ app }: Company): readonly string[] => {
  const folder = join(app.dataDirectory, "artifacts/sha256");
  return existsSync(folder) ? readdirSync(folder) : [];
};

describe("tuning a collection", () => {
  it("makes a release that ranks better, and behind its promotion the same artifact again", async () => {
    await inCompany(async (company) => {
      const { app } = company;
      const first = await tune(company, { lane: "reranker" });
      assert.equal(first.verdict, "pass", first.reasons.join());
      assert.match(first.artifact ?? "", /^art_[0-9a-f]{16}$/);
      assert.match(first.release ?? "", /^rel_/);
      assert.deepEqual(
        first.comparisons.map(({ against }) => against),
        ["what serves"],
      );
      await promote(company, first.release);
      const means: number[] = [];
      let again: TuneResult | undefined;
      for await (const event of app.tune.run({ ...INPUT, lane: "reranker", seed: "plumbline" }))
        if (event.type === "tune-completed") again = event.result;
        else if (event.type === "tune-tried") means.push(event.mean);
      assert.equal(again?.artifact, first.artifact);
      assert.equal(again?.release, first.release);
      // What serves now was fitted to these very questions, and would win.
      assert.match(again?.reasons.join() ?? "", /against what served before: better/);
      // Three draws of five folds, each told with what its held-out questions are worth.
      assert.equal(means.length, 15);
      assert.ok(means.every((mean) => mean > 0 && mean <= 1));
      const question = { question: "abcorp warranty", collections: ["deals"], topK: 5 };
      const { release = "" } = first;
      const { passages } = await app.search(undefined, { ...question, release });
      assert.equal(passages[0]?.key, "ab-warranty");
      const unnamed = await app.search(undefined, { ...question, collections: undefined, release });
      assert.deepEqual(unnamed, { ...(await app.search(undefined, { ...question, release })) });
      const { features = {} } = passages[0]?.why ?? {};
      const sum = Object.values(features).reduce((total, share) => total + share, 0);
      assert.ok(Object.keys(features).includes("title"));
      assert.ok(Math.abs(sum - (passages[0]?.score ?? 0)) < 1e-9);
    });
  });

  it("registers nothing where nothing is better, and says what would have been seen", async () => {
    await inCompany(async (company) => {
      const found = await tune(company);
      if (found.verdict === "pass") return assert.ok(found.artifact);
      assert.equal(found.artifact, undefined);
      assert.match(found.reasons.join(), /smallest gain|worse/);
      assert.deepEqual(listArtifacts(company), []);
    });
  });

  it("asks for more questions where there are too few, and computes nothing", async () => {
    await inCompany(
      async (company) => {
        const check = await company.app.tune.check(INPUT);
        assert.notEqual(check.verdict, "open");
        assert.match(check.collect.join(), /20 judged questions can be learned from, and 30/);
        const found = await tune(company);
        assert.deepEqual([found.verdict, found.artifact], ["inconclusive", undefined]);
        assert.match(found.reasons.join(), /30 are the least/);
      },
      { questions: 20 },
    );
  });

  it("has registered nothing when it is stopped, and goes on where it was", async () => {
    await inCompany(async (company) => {
      const stop = new AbortController();
      let tried = 0;
      const stopped = async (): Promise<void> => {
        for await (const event of company.app.tune.run({ ...INPUT, signal: stop.signal }))
          if (event.type === "tune-tried" && ++tried === 5) stop.abort();
      };
      await assert.rejects(stopped(), /abort/i);
      assert.deepEqual(listArtifacts(company), []);
      const folder = join(company.app.dataDirectory, "tuning");
      const [file = ""] = readdirSync(folder);
      const kept = readFileSync(join(folder, file), "utf8").trimEnd().split("\n").length;
      assert.ok(kept >= 5);
      // As of one who was killed in the middle of a line.
      writeFileSync(join(folder, file), '["k1 half', { flag: "a" });
      const settings: string[] = [];
      for await (const event of company.app.tune.run(INPUT))
        if (event.type === "tune-tried" && !event.what.startsWith("held-out"))
          settings.push(event.what);
      const fresh = 22 + 22 - kept;
      assert.ok(settings.length <= fresh, `${settings.length} settings were tried again`);
      assert.deepEqual(readdirSync(folder), []);
    });
  });

  for (const lane of ["fusion", "retrieval", "reranker"] as const)
    it(`hears of Ctrl-C while ${lane} computes`, async () => {
      await inCompany(async (company) => {
        const stop = new AbortController();
        const heard: string[] = [];
        const stopped = async (): Promise<void> => {
          for await (const event of company.app.tune.run({ ...INPUT, lane, signal: stop.signal })) {
            heard.push(event.type);
            // As a signal comes: when the process next looks up.
            if (event.type === "tune-started") setImmediate(() => stop.abort());
          }
        };
        await assert.rejects(stopped(), /abort/i);
        assert.ok(!heard.includes("tune-completed"));
        assert.deepEqual(listArtifacts(company), []);
      });
    });

  it("keeps to whole grids within its minutes, and says which it left out", async () => {
    await inCompany(
      async (company) => {
        const found = await tune(company, { lane: "retrieval", minutes: 0 });
        assert.match(found.found.join(), /no time for: title, alpha, depth, chunks/);
      },
      { questions: 200 },
    );
  });

  it("refuses what is not there, and artifacts of others", async () => {
    await inCompany(
      async (company) => {
        const refuse = (given: Partial<TuneInput>, code: string): Promise<void> =>
          assert.rejects(tune(company, given), isCode(code));
        await refuse({ collection: "none" }, "app.unknown-collection");
        await refuse({ golden: "none" }, "evaluate.golden-not-found");
        await refuse({ from: "art_0123456789abcdef" }, "registry.artifact-not-found");
      },
      { questions: 30 },
    );
  });
});
