import assert from "node:assert/strict";
import { it } from "node:test";
import { createRandom } from "../../foundation/random.ts";
import { decodeText } from "./decode.ts";

const decode = (bytes: Uint8Array | readonly number[], declared?: string) =>
  decodeText({
    bytes: Uint8Array.from(bytes),
    name: "x.txt",
    ...(declared === undefined ? {} : { declared }),
  });

function toUtf16(text: string, littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let index = 0; index < text.length; index += 1)
    view.setUint16(index * 2, text.charCodeAt(index), littleEndian);
  return new Uint8Array(view.buffer);
}

function toUtf32(text: string, littleEndian: boolean): Uint8Array {
  const points = [...text].map((character) => character.codePointAt(0) ?? 0);
  const view = new DataView(new ArrayBuffer(points.length * 4));
  for (const [index, point] of points.entries()) view.setUint32(index * 4, point, littleEndian);
  return new Uint8Array(view.buffer);
}

const TEXT = "Zehn Tage Urlaub für jede Köchin, 😀 and more words in plain letters.";

it("S15 reads every Unicode encoding, with a mark and without one", () => {
  const encodings: readonly (readonly [string, Uint8Array, readonly number[]])[] = [
    ["utf-8", new TextEncoder().encode(TEXT), [0xef, 0xbb, 0xbf]],
    ["utf-16le", toUtf16(TEXT, true), [0xff, 0xfe]],
    ["utf-16be", toUtf16(TEXT, false), [0xfe, 0xff]],
    ["utf-32le", toUtf32(TEXT, true), [0xff, 0xfe, 0, 0]],
    ["utf-32be", toUtf32(TEXT, false), [0, 0, 0xfe, 0xff]],
  ];
  for (const [name, bytes, mark] of encodings) {
    assert.deepEqual(decode(bytes), { text: TEXT, encoding: name, warnings: [] });
    assert.deepEqual(decode([...mark, ...bytes]), { text: TEXT, encoding: name, warnings: [] });
  }
});

it("S15 reads what a file declares, when its bytes are no Unicode", () => {
  assert.equal(decode([0xf9, 0xec, 0xe5, 0xed], "windows-1255").text, "שלום");
  assert.equal(decode([0x83, 0x65, 0x83, 0x58], "shift_jis").text, "テス");
  assert.equal(decode([0xe4], "no-such-encoding").text, "ä");
});

it("S15 lets valid UTF-8 stand against a wrong declaration of UTF-16", () => {
  assert.equal(decode(new TextEncoder().encode("für"), "utf-16").text, "für");
});

it("S15 takes single accented bytes for windows-1252, and says so", () => {
  const { text, warnings } = decode([0x6b, 0xf6, 0x6e, 0x6e, 0x65, 0x6e, 0x20, 0x80]);
  assert.equal(text, "können €");
  assert.deepEqual(warnings, ["read as windows-1252, which it does not declare"]);
});

it("S15 refuses whole words above ASCII that are in no known encoding", () => {
  // "Привет мир" in windows-1251.
  const bytes = [0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, 0x20, 0xec, 0xe8, 0xf0];
  assert.throws(() => decode(bytes), { code: "parsers.encoding" });
});

it("S15 replaces one damaged byte and counts it, and refuses more than 1 %", () => {
  const long = new TextEncoder().encode("ü".repeat(500));
  const damaged = Uint8Array.from(long);
  damaged[100] = 0xff;
  const { text, warnings } = decode(damaged);
  assert.ok(text.includes("\uFFFD"));
  assert.match(warnings.join(), /^\d of 50\d characters could not be decoded as utf-8$/);
  for (let index = 0; index < 40; index += 4) damaged[index] = 0xff;
  assert.throws(() => decode(damaged), { code: "parsers.encoding" });
});

it("S15 replaces a lone NUL and refuses data that is full of them", () => {
  const text = `${"word ".repeat(30)}\0end`;
  assert.ok(decode(new TextEncoder().encode(text)).text.endsWith("\uFFFDend"));
  assert.throws(() => decode([1, 0, 2, 0, 0, 3, 0, 0, 0, 0, 9, 0]), { code: "parsers.binary" });
});

it("S15 gives well-formed text for a surrogate without its other half", () => {
  const text = decode([0xff, 0xfe, ...toUtf16(`${"a".repeat(200)}\ud800b`, true)]).text;
  assert.ok(text.isWellFormed());
  assert.ok(text.endsWith("\uFFFDb"));
});

it("makes every line end a line feed and drops the mark", () => {
  assert.equal(decode(new TextEncoder().encode("\uFEFFa\r\nb\rc\n")).text, "a\nb\nc\n");
});

it("S15 gives well-formed text or a refusal for any bytes", () => {
  const random = createRandom("decode/any-bytes");
  for (let round = 0; round < 2000; round += 1) {
    const bytes = Uint8Array.from({ length: random.below(40) }, () =>
      random.below(3) === 0 ? random.below(256) : 97 + random.below(26),
    );
    try {
      assert.ok(decode(bytes).text.isWellFormed());
    } catch (error) {
      assert.match(String(error), /encoding|binary/);
    }
  }
});
