import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { PlumblineError } from "../foundation/errors.ts";
import { createRandom } from "../foundation/random.ts";
import { checkInput, parseJson, readBody } from "./body.ts";
import { badJson, badRequest, bodyTooLarge, contentType } from "./errors.ts";

const never = new AbortController().signal;
const accepts = { "application/json": { limitBytes: 10, schema: z.unknown() } };
type Content = string | ReadableStream<Uint8Array>;

const post = (body: Content, headers: Readonly<Record<string, string>>): Request =>
  new Request("http://x/", { method: "POST", body, headers, duplex: "half" });

const read = (body: Content, headers: Readonly<Record<string, string>>) =>
  readBody(post(body, headers), accepts, never);

const JSON_TYPE = { "content-type": "application/json" };

describe("readBody", () => {
  it("takes UTF-8 JSON, whatever the case and the parameters of its type", async () => {
    for (const type of [
      "application/json",
      "Application/JSON",
      "application/json; charset=utf-8",
      'application/json;charset="UTF-8"',
    ]) {
      const { bytes } = await read("{}", { "content-type": type });
      assert.equal(Buffer.from(bytes).toString(), "{}", type);
    }
  });

  it("refuses every other type, charset and encoding", async () => {
    for (const headers of [
      { "content-type": "text/plain" },
      { "content-type": "application/x-www-form-urlencoded" },
      { "content-type": "__proto__" },
      { "content-type": "application/json, text/plain" },
      { "content-type": "application/json; charset=latin1" },
      { ...JSON_TYPE, "content-encoding": "gzip" },
    ])
      await assert.rejects(read("{}", headers), contentType.is, JSON.stringify(headers));
  });

  it("refuses what is too large by its length before reading it, and by count without one", async () => {
    await assert.rejects(read("{}", { ...JSON_TYPE, "content-length": "11" }), (error) =>
      bodyTooLarge.is(error),
    );
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled++;
        controller.enqueue(new Uint8Array(4));
      },
    });
    await assert.rejects(read(endless, JSON_TYPE), bodyTooLarge.is);
    assert.ok(pulled < 10, `${pulled} parts`);
  });

  it("does not wait for a sender who never ends", async () => {
    const silent = new ReadableStream<Uint8Array>({});
    const stop = new AbortController();
    const reading = readBody(post(silent, JSON_TYPE), accepts, stop.signal);
    stop.abort(new Error("too slow"));
    await assert.rejects(reading, /too slow/);
  });
});

const parse = (text: string): unknown => parseJson(Buffer.from(text));

describe("S19 parseJson", () => {
  it("S19 gives the value", () => {
    assert.deepEqual(parse('{"a":[1,{"b":null}],"é":"\\u00e9"}'), { a: [1, { b: null }], é: "é" });
    assert.equal(parse("7"), 7);
  });

  it("S19 refuses what is not JSON, or not UTF-8", () => {
    for (const text of ["", "{", "{a:1}", "[1,]", "NaN", "'a'", "{}{}", "\u0000"])
      assert.throws(() => parse(text), badJson.is, text);
    for (const bytes of [
      [0x22, 0xff, 0x22],
      [0x22, 0xc3, 0x22],
      [0xff, 0xfe, 0x31, 0],
    ])
      assert.throws(() => parseJson(Uint8Array.from(bytes)), badJson.is);
  });

  it("S19 refuses names that mean something to the language, at any depth, and changes nothing", () => {
    for (const name of ["__proto__", "constructor", "prototype"])
      for (const [text, path] of [
        [`{"${name}":{"polluted":true}}`, name],
        [`{"a":[0,{"${name}":1}]}`, `a.1.${name}`],
        [`{"\\u005f_proto__":1,"${name}":1}`, undefined],
      ] as const)
        assert.throws(
          () => parse(text),
          (error) => {
            assert.ok(badRequest.is(error) && error instanceof PlumblineError);
            return path === undefined || error.details["path"] === path;
          },
        );
    assert.equal("polluted" in {}, false);
  });

  it("S19 changes nothing by 10,000 bodies with names that mean something", () => {
    const random = createRandom("hostile");
    const names = ["__proto__", "constructor", "prototype", "toString", "question", "a"];
    const make = (depth: number): unknown => {
      if (depth === 0 || random.below(4) === 0)
        return random.below(2) === 0 ? "x" : random.below(9);
      // By definition, since assigning to __proto__ would set it.
      const members = Array.from({ length: 1 + random.below(3) }, () => {
        const name = names[random.below(names.length)] ?? "";
        return `${JSON.stringify(name)}:${JSON.stringify(make(depth - 1))}`;
      });
      return { toJSON: () => JSON.parse(`{${members.join()}}`) as unknown };
    };
    const before = Object.getOwnPropertyNames(Object.prototype).join();
    let refused = 0;
    for (let round = 0; round < 10_000; round++) {
      const text = JSON.stringify(make(4));
      const hostile = /"(?:__proto__|constructor|prototype)":/.test(text);
      if (hostile) refused++;
      if (hostile) assert.throws(() => parse(text), badRequest.is, text);
      else assert.deepEqual(parse(text), JSON.parse(text));
    }
    assert.ok(refused > 1000 && refused < 9000, String(refused));
    assert.equal(Object.getOwnPropertyNames(Object.prototype).join(), before);
  });

  it("S19 refuses nesting that a walk could not come back from", () => {
    const deep = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);
    assert.ok(parse(deep(60)));
    for (const depth of [100, 5000, 200_000]) assert.throws(() => parse(deep(depth)), badJson.is);
  });
});

describe("checkInput", () => {
  const Schema = z.strictObject({
    question: z.string(),
    filter: z.array(z.strictObject({ field: z.string() })).optional(),
  });

  it("names every mistake, and the first one by its path", () => {
    assert.throws(
      () => checkInput(Schema, { question: 7, topk: 3, filter: [{ field: "a" }, { feld: 1 }] }),
      (error) => {
        assert.ok(badRequest.is(error) && error instanceof PlumblineError);
        assert.equal(error.details["path"], "question");
        for (const path of ["question: ", "topk: unknown field", "filter.1.feld: unknown field"])
          assert.ok(error.message.includes(path), error.message);
        return true;
      },
    );
  });

  it("says so when the whole is wrong", () => {
    for (const value of [null, [], "x"])
      assert.throws(() => checkInput(Schema, value), /\(the body\): /);
  });
});
