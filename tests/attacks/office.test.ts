import assert from "node:assert/strict";
import { after, it } from "node:test";
import { unzipSync, zipSync } from "fflate";
import { FORMATS } from "../../src/adapters/parsers/formats.ts";
import { createParsers, PARSER_LIMITS } from "../../src/adapters/parsers/index.ts";
import { runFormat } from "../../src/adapters/parsers/run-format.ts";
import { PlumblineError } from "../../src/foundation/errors.ts";
import { createRandom } from "../../src/foundation/random.ts";
import {
  bookPage,
  drawnShape,
  drawnText,
  makeEpub,
  makeOpenDocument,
  makePptx,
  presentationParts,
  slidePart,
  slideTitle,
} from "../../src/testing/sample-office.ts";
import { makeWorkbook } from "../../src/testing/sample-workbook.ts";

const parsers = createParsers();
after(() => parsers[Symbol.asyncDispose]());

function toCode(error: unknown): string {
  assert.ok(error instanceof PlumblineError && error.code.startsWith("parsers."), String(error));
  return error.code;
}

/** `"ok"` or the code of the refusal; anything else that is thrown fails the test. */
const outcomeOf = (name: string, bytes: Uint8Array): Promise<string> =>
  parsers.parse({ name, bytes }).then(() => "ok", toCode);

/** In this process, so that many files take seconds; what the child adds is tested on a few. */
async function outcomeHere(extension: string, bytes: Uint8Array): Promise<string> {
  const traits = FORMATS.find(({ extensions }) => extensions.includes(extension));
  assert.ok(traits);
  const input = { bytes, name: `a.${extension}`, limits: PARSER_LIMITS };
  return await runFormat(traits.format, input).then(() => "ok", toCode);
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const spaces = (megabytes: number): string => " ".repeat(megabytes * 1024 ** 2);

const slide = slidePart(slideTitle("Leave") + drawnShape({ text: drawnText("Ten days.") }));
const paragraph = "<text:p>Ten days.</text:p>";
const drawn = `<draw:page><draw:rect>${paragraph}</draw:rect></draw:page>`;
const rows = [
  ["Name", "City", "Days"],
  ["Ann", "Bonn", 30],
] as const;

const SEEDS: Readonly<Record<string, Uint8Array>> = {
  pptx: makePptx([slide, slide]),
  xlsx: makeWorkbook("xlsx", ...rows),
  xlsb: makeWorkbook("xlsb", ...rows),
  xls: makeWorkbook("biff8", ...rows),
  ods: makeWorkbook("ods", ...rows),
  odt: makeOpenDocument({ kind: "text", body: paragraph }),
  odp: makeOpenDocument({ kind: "presentation", body: drawn }),
  epub: makeEpub([bookPage("<p>Ten days.</p>")], [["Leave", "p1.xhtml"]]),
};

/** The file of a format with one part replaced, compressed or not. */
function withPart(extension: string, name: string, part: string, level: 0 | 6 = 6): Uint8Array {
  const parts = unzipSync(SEEDS[extension] ?? new Uint8Array());
  assert.ok(name in parts, `${extension} has no ${name}`);
  return zipSync({ ...parts, [name]: utf8(part) }, { level });
}

const MAIN_PARTS: Readonly<Record<string, string>> = {
  pptx: "ppt/slides/s1.xml",
  xlsx: "xl/worksheets/sheet1.xml",
  ods: "content.xml",
  odt: "content.xml",
  odp: "content.xml",
  epub: "OPS/p1.xhtml",
};

it("S14 refuses a part that swells, before it is inflated", async () => {
  for (const [extension, part] of Object.entries(MAIN_PARTS)) {
    const bomb = withPart(extension, part, `<x>${spaces(3)}</x>`);
    assert.ok(bomb.length < 50_000);
    assert.equal(await outcomeHere(extension, bomb), "parsers.bomb");
  }
});

for (const extension of ["pptx", "odt", "epub"])
  it(`S14 refuses a part of a ${extension} that is 200,000 levels deep`, async () => {
    const deep = withPart(extension, MAIN_PARTS[extension] ?? "", "<x>".repeat(200_000), 0);
    assert.equal(await outcomeOf(`a.${extension}`, deep), "parsers.too-deep");
  });

it("S14 expands no entity of a document type", async () => {
  const levels = Array.from(
    { length: 9 },
    (_, n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(10)}">`,
  );
  const laughs = `<!DOCTYPE x [<!ENTITY e0 "ha">${levels.join("")}]><x>&e9;</x>`;
  for (const extension of ["pptx", "xlsx", "odt", "ods"]) {
    const bomb = withPart(extension, MAIN_PARTS[extension] ?? "", laughs);
    assert.equal(await outcomeOf(`a.${extension}`, bomb), "parsers.bomb");
  }
  // Pages of a book are HTML, which has no entities of its own.
  const page = `<!DOCTYPE html [<!ENTITY e0 "boom">]><html><body><p>Ten &e0; days.</p></body></html>`;
  const { text } = await parsers.parse({ name: "a.epub", bytes: makeEpub([page]) });
  assert.ok(!text.includes("boom"));
});

it("S13 opens no part by a name that leads out of the archive", async () => {
  const evil = slidePart(slideTitle("evil"));
  const parts = presentationParts([slide], {
    "../../evil.xml": evil,
    "ppt/slides/../../../evil.xml": evil,
    "/etc/evil.xml": evil,
  });
  const { text } = await parsers.parse({ name: "a.pptx", bytes: zipSync(parts) });
  assert.equal(text, "Leave\n\nTen days.");
});

it("S14 ends with shapes, series and lists of numbers that only a stranger would write", async () => {
  const boxes = Array.from({ length: 3000 }, (_, n) =>
    drawnShape({ text: drawnText(`${n}`), box: [(n * 7919) % 1000, (n * 104_729) % 1000, 5, 5] }),
  );
  assert.equal(await outcomeOf("a.pptx", makePptx([slidePart(boxes.join(""))])), "ok");
  const cell =
    '<table:table-cell table:number-columns-repeated="999999999" table:number-rows-spanned="999999999"><text:p>x</text:p></table:table-cell>';
  const row = `<table:table-row table:number-rows-repeated="999999999">${cell}</table:table-row>`;
  const body = `<table:table>${row.repeat(3)}</table:table>`;
  const outcome = await outcomeOf("a.odt", makeOpenDocument({ kind: "text", body }));
  assert.ok(["ok", "parsers.too-large"].includes(outcome), outcome);
});

/** Nothing is compressed, so that damage reaches the words of the parts. */
const toStored = (archive: Uint8Array): Uint8Array => zipSync(unzipSync(archive), { level: 0 });

for (const [extension, seed] of Object.entries(SEEDS)) {
  const tenths = Array.from({ length: 9 }, (_, n) =>
    seed.slice(0, Math.floor((seed.length * (n + 1)) / 10)),
  );

  it(`S14 reads or refuses a ${extension} cut at each tenth`, async () => {
    for (const file of tenths) await outcomeHere(extension, file);
    const outcome = await outcomeOf(`a.${extension}`, tenths[6] ?? seed);
    assert.ok(["parsers.broken", "parsers.misnamed"].includes(outcome), outcome);
  });

  it(`S14 reads or refuses a ${extension} with flipped bytes`, async () => {
    const random = createRandom(`attacks/office/${extension}`);
    for (const file of extension === "xls" ? [seed] : [seed, toStored(seed)])
      for (const flips of [1, 1, 1, 1, 4, 4, 4, 16, 16, 64]) {
        const damaged = file.slice();
        for (let flip = 0; flip < flips; flip += 1)
          damaged[random.below(damaged.length)] = random.below(256);
        await outcomeHere(extension, damaged);
      }
  });
}
