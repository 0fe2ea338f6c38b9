import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { PlumblineError } from "../../foundation/errors.ts";
import { createRandom } from "../../foundation/random.ts";
import { makeTemporaryDirectory } from "../../testing/temporary-directory.ts";
import { openFolderFiles } from "./folder-files.ts";
import { describeHubModel, openHubFiles } from "./hub.ts";
import { addModel, listLocalModels, verifyModel, type IncomingFile } from "./library.ts";

const ENCODER = join(import.meta.dirname, "../../../tests/fixtures/encoder");
const HUB = "https://hub.example";
const SHA = "0123456789abcdef0123456789abcdef01234567";

const random = createRandom("models");
const entropy = { bytes: (n: number) => Uint8Array.from({ length: n }, () => random.below(256)) };
const about = { source: { folder: "/from" }, addedAt: "2026-03-01T12:00:00.000Z" };

const isCode =
  (code: string) =>
  (error: unknown): boolean =>
    error instanceof PlumblineError && error.code === code;

const add = (directory: string, files: readonly IncomingFile[], name = "owner/encoder") =>
  addModel({ directory, entropy, name, files, about });

describe("added models", () => {
  it("are kept whole under their name, each file with its hash", async () => {
    using directory = makeTemporaryDirectory();
    const { folder, record } = await add(directory.path, openFolderFiles(ENCODER, undefined));
    assert.equal(folder, join(directory.path, "owner/encoder"));
    const names = record.files.map(({ name }) => name);
    assert.ok(names.includes("onnx/model.onnx") && names.includes("1_Pooling/config.json"));
    assert.ok(!names.includes("onnx/model_quantized.onnx") && !names.includes("vectors.json"));
    for (const { name, sha256, bytes } of record.files) {
      const content = readFileSync(join(folder, name));
      assert.equal(createHash("sha256").update(content).digest("hex"), sha256);
      assert.equal(content.length, bytes);
    }
    assert.deepEqual(listLocalModels(directory.path), [{ folder, record }]);
  });

  it("takes the precision that is asked for alone", async () => {
    using directory = makeTemporaryDirectory();
    const { record } = await add(directory.path, openFolderFiles(ENCODER, "q8"));
    assert.deepEqual(
      record.files.map(({ name }) => name).filter((name) => name.endsWith(".onnx")),
      ["onnx/model_quantized.onnx"],
    );
    assert.throws(() => openFolderFiles(ENCODER, "fp16"), isCode("models.incomplete"));
  });

  it("are never replaced, and have names that stay inside", async () => {
    using directory = makeTemporaryDirectory();
    const files = openFolderFiles(ENCODER, undefined);
    await add(directory.path, files);
    await assert.rejects(add(directory.path, files), isCode("models.exists"));
    for (const name of ["../out", "a/../../b", "a/b/c", ".hidden", "", "a//b"])
      await assert.rejects(add(directory.path, files, name), isCode("models.bad-name"));
  });

  it("leave nothing behind when reading breaks off, or when they cannot be run", async () => {
    using directory = makeTemporaryDirectory();
    const files = openFolderFiles(ENCODER, undefined);
    const broken: IncomingFile = {
      name: "README.md",
      async *read() {
        yield new Uint8Array(3);
        throw new Error("gone");
      },
    };
    await assert.rejects(add(directory.path, [...files, broken]), /gone/);
    const cut = files.filter(({ name }) => name !== "tokenizer.json");
    await assert.rejects(add(directory.path, cut), isCode("models.incomplete"));
    assert.deepEqual(readdirSync(directory.path), []);
  });

  it("say which file is not as it was", async () => {
    using directory = makeTemporaryDirectory();
    const model = await add(directory.path, openFolderFiles(ENCODER, undefined));
    assert.deepEqual(await verifyModel(model), []);
    writeFileSync(join(model.folder, "config.json"), "{}");
    rmSync(join(model.folder, "onnx/model.onnx"));
    assert.deepEqual(await verifyModel(model), [
      "config.json was changed since it was added",
      "onnx/model.onnx is gone",
    ]);
  });
});

const MEGABYTE = 2 ** 20;
/** Larger than one part. */
const WEIGHTS = Uint8Array.from({ length: 17 * MEGABYTE }, (_, at) => at % 251);
const CONTENTS: Readonly<Record<string, Uint8Array>> = {
  "config.json": readFileSync(join(ENCODER, "config.json")),
  "tokenizer.json": readFileSync(join(ENCODER, "tokenizer.json")),
  "onnx/model.onnx": WEIGHTS,
  "onnx/model_quantized.onnx": new Uint8Array(5),
  "pytorch_model.bin": new Uint8Array(9),
};

interface FakeHub {
  readonly fetch: typeof fetch;
  readonly ranges: string[];
}

/** As the hub answers: a description with sizes, files in ranges. */
function createHub(change: { ranges?: boolean; spoil?: string } = {}): FakeHub {
  const ranges: string[] = [];
  const siblings = Object.entries(CONTENTS).map(([rfilename, { length }]) =>
    rfilename.endsWith(".onnx")
      ? {
          rfilename,
          size: length,
          lfs: {
            size: length,
            sha256: createHash("sha256")
              .update(CONTENTS[rfilename] ?? "")
              .digest("hex"),
          },
        }
      : { rfilename, size: length },
  );
  const reply = async (input: unknown, init?: RequestInit): Promise<Response> => {
    const url = new URL(String(input));
    if (url.pathname === "/api/models/owner/encoder")
      return Response.json({ sha: SHA, cardData: { license: "apache-2.0" }, siblings, tags: [] });
    const name = url.pathname.replace(`/owner/encoder/resolve/${SHA}/`, "");
    const content = CONTENTS[name];
    if (!content) return new Response("no such model", { status: 404 });
    const served = name === change.spoil ? content.map((byte) => byte ^ 1) : content;
    const range = new Headers(init?.headers).get("range") ?? "";
    ranges.push(range);
    if (change.ranges === false) return new Response(served);
    const [from = 0, to = 0] = range.replace("bytes=", "").split("-").map(Number);
    return new Response(served.slice(from, to + 1), { status: 206 });
  };
  return { fetch: reply, ranges };
}

const ASKED = { model: "owner/encoder", hub: HUB, weights: undefined };

describe("models of a hub", () => {
  it("say what they would bring: files, sizes, licence, revision", async () => {
    const found = await describeHubModel(createHub().fetch, ASKED);
    assert.deepEqual([found.revision, found.licence], [SHA, "apache-2.0"]);
    assert.deepEqual(
      found.files.map(({ name, bytes }) => [name, bytes]),
      ["config.json", "tokenizer.json", "onnx/model.onnx"].map((name) => [
        name,
        CONTENTS[name]?.length,
      ]),
    );
  });

  it("come in parts that one exchange may hold, and are put together", async () => {
    using directory = makeTemporaryDirectory();
    const hub = createHub();
    const found = await describeHubModel(hub.fetch, ASKED);
    const { folder } = await add(directory.path, openHubFiles(hub.fetch, found));
    assert.deepEqual(new Uint8Array(readFileSync(join(folder, "onnx/model.onnx"))), WEIGHTS);
    assert.ok(hub.ranges.includes(`bytes=${16 * MEGABYTE}-${17 * MEGABYTE - 1}`));
  });

  it("may come whole where a server knows no ranges", async () => {
    using directory = makeTemporaryDirectory();
    const hub = createHub({ ranges: false });
    const found = await describeHubModel(hub.fetch, ASKED);
    const { folder } = await add(directory.path, openHubFiles(hub.fetch, found));
    assert.deepEqual(new Uint8Array(readFileSync(join(folder, "onnx/model.onnx"))), WEIGHTS);
  });

  it("are refused when their bytes are others than the hub lists", async () => {
    using directory = makeTemporaryDirectory();
    const hub = createHub({ spoil: "onnx/model.onnx" });
    const found = await describeHubModel(hub.fetch, ASKED);
    const adding = add(directory.path, openHubFiles(hub.fetch, found));
    await assert.rejects(adding, isCode("models.hub-garbled"));
    assert.equal(existsSync(join(directory.path, "owner")), false);
  });

  it("are told apart: unknown, misspelt, no model, a web page", async () => {
    const { fetch } = createHub();
    const page = async (): Promise<Response> => new Response("<html>");
    const empty = async (): Promise<Response> => Response.json({ sha: SHA, siblings: [] });
    for (const [asked, by, code] of [
      ["owner/other", fetch, "models.hub-refused"],
      ["other", fetch, "models.bad-name"],
      ["../../x/y", fetch, "models.bad-name"],
      ["owner/encoder", page, "models.hub-garbled"],
      ["owner/encoder", empty, "models.incomplete"],
    ] as const)
      await assert.rejects(describeHubModel(by, { ...ASKED, model: asked }), isCode(code), code);
  });
});
