import assert from "node:assert/strict";
import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { PlumblineError } from "../../foundation/errors.ts";
import { createRandom } from "../../foundation/random.ts";
import { eraseFromDataset, readDataset } from "../../tune/index.ts";
import { createFileArtifactStore } from "../../adapters/index.ts";
import { makeTemporaryDirectory } from "../../testing/temporary-directory.ts";
import { loadConfig, openApp, type LocalApp, type TrainsetInput } from "../index.ts";

const CANARY = "zubrowka";
const SUBJECTS = "leave travel pay garage canteen laptop badge pension parking visitor".split(" ");
const page = (subject: string, training = ""): string =>
  `---\n${training}title: Rules of the company for ${subject} and what follows from them\n---\n\n` +
  `# Rules of the company for ${subject}\n\nThe office for ${subject} is open on ${subject} days. ${"It helps everybody who asks for it in person or by letter. ".repeat(4)}\n\n` +
  `## Who decides on ${subject} in urgent cases\n\nThe head of ${subject} decides. ${"Whoever does not agree may write to the board within a month. ".repeat(4)}\n`;

interface Company {
  readonly app: LocalApp;
  readonly path: string;
}

/** Ten open pages, one for the board, one that nobody may learn from, one that denies a group. */
async function inCompany(
  use: (company: Company) => Promise<void>,
  { secret = true, extra = "", training = "internal" } = {},
): Promise<void> {
  using directory = makeTemporaryDirectory();
  const { path } = directory;
  const write = (name: string, text: string): void => {
    mkdirSync(join(path, name, ".."), { recursive: true });
    writeFileSync(join(path, name), text);
    utimesSync(join(path, name), 1_760_000_000, 1_760_000_000);
  };
  for (const subject of SUBJECTS) write(`docs/${subject}.md`, page(subject));
  write("docs/private.md", page("private matters", "training: forbidden\n"));
  write("docs/denied.md", page("denied matters", "deny: group:guests\n"));
  if (secret) write("docs/board.md", page(`${CANARY} ${CANARY}`, "access: group:board\n"));
  write(
    "plumbline.yaml",
    `collections:\n  hr:\n    access: [public]\n    ${training === "" ? "" : `training: ${training}`}\n    sources: [{adapter: folder, options: {path: docs}}]\n${extra}`,
  );
  const loaded = await loadConfig({ workingDirectory: path, environment: {} });
  const random = createRandom("entropy");
  await using app = await openApp({
    loaded,
    workingDirectory: path,
    clock: { now: () => new Date("2026-03-01T12:00:00.000Z"), monotonicMs: () => 0 },
    entropy: { bytes: (length) => Uint8Array.from({ length }, () => random.below(256)) },
  });
  for await (const _ of app.ingest({}));
  await use({ app, path });
}

const openArtifacts = ({ app }: Company) =>
  createFileArtifactStore({
    directory: join(app.dataDirectory, "artifacts"),
    entropy: { bytes: (length) => new Uint8Array(length) },
  });
const filesOf = async (company: Company, id: string): Promise<string> => {
  const { files } = await openArtifacts(company).read(id);
  return [...files.values()].map((bytes) => Buffer.from(bytes).toString("utf8")).join("\n");
};

const EMBEDDER: TrainsetInput = { lane: "embedder" };

describe("training sets of documents", () => {
  it("are the same whether there is something that the audience may not read, or not", async () => {
    const ids: string[] = [];
    for (const secret of [true, false])
      await inCompany(
        async (company) => {
          const { artifact, facts, hidden } = await company.app.trainset.build(EMBEDDER);
          ids.push(artifact);
          assert.equal(hidden.documents, secret ? 1 : 0);
          assert.ok((facts.counts["rows"] ?? 0) >= 20, JSON.stringify(facts.counts));
          assert.doesNotMatch(await filesOf(company, artifact), new RegExp(CANARY, "i"));
        },
        { secret },
      );
    assert.equal(ids[0], ids[1]);
  });

  it("hold the board's page for the board alone, and for no audience that is wider", async () => {
    await inCompany(async (company) => {
      const says = async (audience: readonly string[]): Promise<boolean> => {
        const { artifact } = await company.app.trainset.build({ ...EMBEDDER, audience });
        return (await filesOf(company, artifact)).includes(CANARY);
      };
      assert.equal(await says(["group:board"]), true);
      assert.equal(await says(["group:board", "group:staff"]), false);
      assert.equal(await says(["user:ada"]), false);
      const { facts } = await company.app.trainset.build({
        ...EMBEDDER,
        audience: ["group:board"],
      });
      assert.deepEqual(facts.readers, { allow: [["group:board"], ["public"]], deny: [] });
    });
  });

  it("leave out what may not be learned from, and what somebody is denied", async () => {
    await inCompany(async (company) => {
      const { artifact, facts } = await company.app.trainset.build(EMBEDDER);
      assert.doesNotMatch(await filesOf(company, artifact), /private matters|denied matters/);
      assert.equal(facts.rejects["rights"], 1);
      assert.equal(facts.rejects["denies-somebody"], 1);
    });
  });

  it("are refused where nobody says that documents may be learned from", async () => {
    await inCompany(
      async ({ app }) => {
        const { verdict, facts, notes } = await app.trainset.check(EMBEDDER);
        assert.deepEqual([verdict, facts.counts["rows"]], ["closed", 0]);
        assert.match(notes.join(), /training: internal/);
        await assert.rejects(
          app.trainset.build(EMBEDDER),
          (error) => error instanceof PlumblineError && error.code === "app.nothing-to-learn",
        );
      },
      { training: "" },
    );
  });

  it("do not leave for services of others as long as names slip through", async () => {
    await inCompany(
      async ({ app }) => {
        await assert.rejects(
          app.trainset.build({ ...EMBEDDER, rights: "external" }),
          (error) => error instanceof PlumblineError && error.code === "tune.masking-too-weak",
        );
        assert.deepEqual(await app.trainset.list(), []);
      },
      { training: "external" },
    );
  });

  it("keep their sides when documents are added, and are found again when nothing is", async () => {
    await inCompany(async (company) => {
      const { app, path } = company;
      const first = await app.trainset.build(EMBEDDER);
      const again = await app.trainset.build(EMBEDDER);
      assert.deepEqual([again.artifact, again.isNew], [first.artifact, false]);
      for (let at = 0; at < 12; at++)
        writeFileSync(join(path, `docs/more${at}.md`), page(`matter number ${at} of ${at * 7}`));
      for await (const _ of app.ingest({}));
      const second = await app.trainset.build(EMBEDDER);
      assert.equal(second.continues, first.artifact);
      const store = openArtifacts(company);
      const [before, after] = await Promise.all(
        [first, second].map(async ({ artifact }) => readDataset(await store.read(artifact))),
      );
      const slices = new Map(after?.rows.map(({ id, slice }) => [id, slice]));
      assert.ok((after?.rows.length ?? 0) > (before?.rows.length ?? 0));
      for (const { id, slice } of before?.rows ?? []) assert.equal(slices.get(id), slice);
      const lineage = (await store.read(second.artifact)).record.manifest.parents;
      assert.ok(lineage.some(({ role, id }) => role === "dataset" && id === first.artifact));
    });
  });

  it("lose the rows of an erased document, and every word of it", async () => {
    await inCompany(async (company) => {
      const { artifact } = await company.app.trainset.build(EMBEDDER);
      const [garage] = (await company.app.listDocuments(undefined, { limit: 100 })).filter(
        ({ key }) => key === "garage.md",
      );
      const store = openArtifacts(company);
      const read = await store.read(artifact);
      const successor = eraseFromDataset(read, new Set([garage?.id ?? ""]));
      assert.ok(successor && successor.erased.length >= 2);
      const { id, manifest } = await store.put(successor.put, successor.card);
      assert.doesNotMatch(await filesOf(company, id), /garage/i);
      assert.doesNotMatch(JSON.stringify(manifest), new RegExp(garage?.id ?? "none"));
      assert.deepEqual(manifest.recipe["erased"], {
        from: artifact,
        rows: successor.erased.length,
      });
      const { facts, rows } = readDataset(await store.read(id));
      assert.equal(facts.counts["rows"], rows.length);
      assert.equal(eraseFromDataset(await store.read(id), new Set([garage?.id ?? ""])), undefined);
    });
  });

  it("show a reader the rows that the reader may read, and their counts alone", async () => {
    await inCompany(async ({ app }) => {
      const { artifact, facts } = await app.trainset.build({
        ...EMBEDDER,
        audience: ["group:board"],
      });
      const owner = await app.trainset.show(undefined, { id: artifact, samples: 1000 });
      assert.match(JSON.stringify(owner.samples), new RegExp(CANARY));
      const board = await app.trainset.show(["group:board"], { id: artifact, samples: 1000 });
      assert.deepEqual(board.facts.counts, facts.counts);
      const other = await app.trainset.show(["user:ada"], { id: artifact, samples: 1000 });
      assert.doesNotMatch(JSON.stringify([other.samples, other.needs]), new RegExp(CANARY));
      assert.equal(other.facts.counts["rows"], other.readable);
      assert.ok(other.readable < owner.readable);
      assert.deepEqual(other.record.manifest.parents, []);
    });
  });
});

describe("training sets of what users say", () => {
  // The pages differ in a word: an embedder that knows what words mean shows the forbidden one too.
  const FEEDBACK =
    "training: { feedback: internal, optOut: [user:otto] }\nembedder: { adapter: hashed }\n";
  const ask = async (app: LocalApp, as: readonly string[] | undefined, subject: string) => {
    const { id } = await app.ask(as, { question: `Who decides on ${subject} in urgent cases?` });
    await app.addFeedback(as, {
      answerId: id,
      feedback: { kind: "edit", text: `The head of ${subject} does, always.` },
    });
    return id;
  };
  const GENERATOR: TrainsetInput = { lane: "generator", recentDays: 0 };

  it("hold what anybody may read of it, and nothing of those who asked as themselves", async () => {
    await inCompany(
      async (company) => {
        const { app } = company;
        await ask(app, [], "leave");
        await ask(app, ["user:ada"], "travel");
        await ask(app, undefined, "pay");
        const { artifact, facts, hidden } = await app.trainset.build(GENERATOR);
        assert.deepEqual(facts.tasks, { answer: 1, prefer: 1 });
        assert.equal(hidden.answers, 2);
        const text = await filesOf(company, artifact);
        assert.match(text, /head of leave does/);
        assert.doesNotMatch(text, /head of (?:travel|pay) does/);
        const ada = await app.trainset.build({ ...GENERATOR, audience: ["user:ada"] });
        assert.deepEqual(ada.facts.tasks, { answer: 2, prefer: 2 });
        assert.deepEqual(ada.facts.readers.allow, [["public"], ["user:ada"]]);
      },
      { extra: FEEDBACK },
    );
  });

  it("hold nothing of who opted out, nor of anybody where feedback is not opened", async () => {
    for (const [extra, reason] of [
      [FEEDBACK, "opted-out"],
      ["", undefined],
    ] as const)
      await inCompany(
        async ({ app }) => {
          await ask(app, ["user:otto"], "leave");
          const { facts, verdict } = await app.trainset.check({
            ...GENERATOR,
            audience: ["user:otto"],
          });
          assert.equal(facts.counts["rows"], 0);
          if (reason) assert.equal(facts.rejects[reason], 1);
          assert.equal(verdict, "closed");
        },
        { extra },
      );
  });

  it("hold no version that a newer one has replaced", async () => {
    await inCompany(
      async ({ app, path }) => {
        await ask(app, [], "leave");
        writeFileSync(join(path, "docs/leave.md"), page("leave").replaceAll("head", "new chief"));
        for await (const _ of app.ingest({}));
        const { facts } = await app.trainset.check(GENERATOR);
        assert.equal(facts.counts["rows"], 0);
        assert.equal(facts.rejects["superseded"], 1);
      },
      { extra: FEEDBACK },
    );
  });
});
