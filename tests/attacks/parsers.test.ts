import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, it } from "node:test";
import { strToU8, zipSync } from "fflate";
import PdfKit from "pdfkit";
import { CHILD_OPTIONS, toChildFlags } from "../../src/adapters/parsers/isolation/child-process.ts";
import {
  createParsers,
  PARSED_EXTENSIONS,
  PARSER_LIMITS,
} from "../../src/adapters/parsers/index.ts";
import { PlumblineError } from "../../src/foundation/errors.ts";
import { createRandom } from "../../src/foundation/random.ts";
import {
  docxParts,
  makeDocx,
  makePdf,
  toPdfFile,
  wordParagraph,
  wordPart,
} from "../../src/testing/sample-files.ts";

const parsers = createParsers();
after(() => parsers[Symbol.asyncDispose]());

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** `"ok"` or the code of the refusal; anything else that is thrown fails the test. */
async function outcomeOf(name: string, bytes: Uint8Array, from = parsers): Promise<string> {
  try {
    const { text } = await from.parse({ name, bytes });
    assert.ok(text.trim() !== "", "an empty success");
    return "ok";
  } catch (error) {
    assert.ok(error instanceof PlumblineError && error.code.startsWith("parsers."), String(error));
    return error.code;
  }
}

const spaces = (megabytes: number): string => " ".repeat(megabytes * 1024 ** 2);
const page = [{ text: "Ten days.", x: 72, y: 72 }];

/** Overwrites the inflated size of an entry, in its own header and in the directory. */
function lieAboutSize(archive: Uint8Array, name: string, size: number): Uint8Array {
  const lying = Buffer.from(archive);
  for (let at = lying.indexOf(name); at !== -1; at = lying.indexOf(name, at + 1)) {
    if (lying.readUInt32LE(at - 30) === 0x04034b50) lying.writeUInt32LE(size, at - 30 + 22);
    if (at >= 46 && lying.readUInt32LE(at - 46) === 0x02014b50)
      lying.writeUInt32LE(size, at - 46 + 24);
  }
  return lying;
}

it("S14 refuses a part that swells beyond the ratio, before it is inflated", async () => {
  const bomb = makeDocx(wordParagraph("x") + spaces(30));
  assert.ok(bomb.length < 100_000);
  assert.equal(await outcomeOf("bomb.docx", bomb), "parsers.bomb");
  // Beside parts that do not swell the whole stays under the ratio.
  const random = createRandom("attacks/ballast");
  const ballast = Buffer.from(Uint8Array.from({ length: 400_000 }, () => random.below(256)));
  const part = utf8(`<x>${ballast.toString("base64")}</x>`);
  const hidden = zipSync({
    "word/ballast.xml": part,
    ...docxParts(wordParagraph("x") + spaces(30)),
  });
  assert.equal(await outcomeOf("hidden.docx", hidden), "parsers.bomb");
});

it("S14 inflates no more than the directory says, when its sizes lie", async () => {
  const bomb = lieAboutSize(makeDocx(wordParagraph("x") + spaces(30)), "word/document.xml", 500);
  const outcome = await outcomeOf("liar.docx", bomb);
  assert.ok(["parsers.broken", "parsers.misnamed"].includes(outcome), outcome);
});

it("S14 never opens an archive inside of an archive", async () => {
  const inner = zipSync({ "zeros.bin": new Uint8Array(40 * 1024 ** 2) });
  const parts = docxParts(wordParagraph("Ten days."));
  const file = zipSync({ ...parts, "word/embeddings/bomb.zip": inner });
  assert.equal(await outcomeOf("nested.docx", file), "ok");
});

it("S14 refuses an archive of too many entries", async () => {
  const many = Object.fromEntries(
    Array.from({ length: 10_050 }, (_, index) => [`word/media/${index}`, new Uint8Array(1)]),
  );
  const file = zipSync({ ...docxParts(wordParagraph("x")), ...many }, { level: 0 });
  assert.equal(await outcomeOf("many.docx", file), "parsers.bomb");
});

it("S14 expands no entity of a document type", async () => {
  const levels = Array.from(
    { length: 9 },
    (_, n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(10)}">`,
  );
  const laughs = `<!DOCTYPE x [<!ENTITY e0 "ha">${levels.join("")}]>`;
  const part = laughs + wordPart("document", "<w:body>&e9;</w:body>");
  const bomb = makeDocx("", { "word/document.xml": part });
  assert.equal(await outcomeOf("laughs.docx", bomb), "parsers.bomb");
});

it("S14 expands no entity of an XML file, and reads no file that one names", async () => {
  const levels = Array.from(
    { length: 9 },
    (_, n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(10)}">`,
  );
  const type = `<!DOCTYPE x [<!ENTITY e0 "ha">${levels.join("")}<!ENTITY f SYSTEM "file:///etc/passwd">]>`;
  const source = utf8(`${type}<x><p>One &e9; two &f; three.</p></x>`);
  const { text } = await parsers.parse({ name: "laughs.xml", bytes: source });
  assert.equal(text, "One &e9; two &f; three.");
});

it("S14 ends with mail of many parts, deep parts, and parts of a hostile kind", async () => {
  const head = "From: a@x.org\nSubject: x\n";
  const deep = Array.from(
    { length: 1000 },
    (_, n) => `Content-Type: multipart/mixed; boundary="b${n}"\n\n--b${n}\n`,
  );
  assert.equal(await outcomeOf("deep.eml", utf8(head + deep.join(""))), "parsers.too-deep");
  const attached = (name: string, bytes: Uint8Array): string =>
    `--b\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename="${name}"\n` +
    `Content-Transfer-Encoding: base64\n\n${Buffer.from(bytes).toString("base64")}\n`;
  const hostile = [
    attached("bomb.docx", makeDocx(wordParagraph("x") + spaces(30))),
    attached("deep.html", utf8("<div>".repeat(200_000))),
    attached("../../../etc/passwd.txt", utf8("Ten days.")),
  ];
  const bytes = utf8(
    `${head}Content-Type: multipart/mixed; boundary=b\n\n${hostile.join("")}--b--\n`,
  );
  const { text, warnings } = await parsers.parse({ name: "hostile.eml", bytes });
  assert.ok(text.endsWith("etc/passwd.txt\n\nTen days."), text);
  assert.deepEqual(
    warnings.map((warning) => warning.split(": ")[1]),
    ["parsers.bomb", "parsers.too-deep"],
  );
});

it("S14 reads no image, whatever a document links to", async () => {
  const target = "file:///etc/passwd";
  const relations =
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' +
    `<Relationship Id="i" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="${target}" TargetMode="External"/></Relationships>`;
  const drawing =
    '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill><a:blip r:link="i"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>';
  const file = makeDocx(drawing + wordParagraph("Ten days."), {
    "word/_rels/document.xml.rels": relations,
  });
  assert.equal((await parsers.parse({ name: "a.docx", bytes: file })).text, "Ten days.");
});

it("S14 refuses markup that is 200,000 levels deep, in HTML and in DOCX", async () => {
  const deep = "<div>".repeat(200_000);
  for (const name of ["deep.html", "deep.xml"])
    assert.equal(await outcomeOf(name, utf8(`${deep}x`)), "parsers.too-deep");
  const part = "<w:ins>".repeat(200_000);
  assert.equal(
    await outcomeOf("deep.docx", zipSync(docxParts(part), { level: 0 })),
    "parsers.too-deep",
  );
});

it("S14 ends with markup that makes a tree builder repeat its work", async () => {
  const small = createParsers({ limits: { maxWallMs: 8000 } });
  const open = Array.from({ length: 150 }, (_, n) => `<b id=${n}>`).join("");
  const outcome = await outcomeOf("b.html", utf8(open + "<p>x".repeat(5000)), small);
  await small[Symbol.asyncDispose]();
  assert.notEqual(outcome, "parsers.crashed");
});

it("S14 ends with a page tree that holds itself, and with one that lies about its size", async () => {
  const catalog = "<< /Type /Catalog /Pages 2 0 R >>";
  const circle = toPdfFile([catalog, "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"]);
  const liar = toPdfFile([catalog, "<< /Type /Pages /Kids [] /Count 1000000000 >>"]);
  for (const file of [circle, liar]) {
    const outcome = await outcomeOf("tree.pdf", file);
    assert.ok(["parsers.broken", "parsers.no-text-layer"].includes(outcome), outcome);
  }
});

it("S14 refuses 100,000 pages", async () => {
  const kids = "3 0 R ".repeat(100_000);
  const file = toPdfFile([
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Kids [${kids}] /Count 100000 >>`,
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
  ]);
  assert.equal(await outcomeOf("pages.pdf", file), "parsers.too-large");
});

it("S14 runs no script of a PDF", async () => {
  const script = "/OpenAction << /S /JavaScript /JS (while \\(true\\) {}) >>";
  assert.equal(await outcomeOf("script.pdf", makePdf([page], "", script)), "ok");
});

it("S14 stops a child at its time and says so", async () => {
  const hasty = createParsers({ limits: { maxWallMs: 1 } });
  assert.equal(await outcomeOf("slow.pdf", makePdf([page]), hasty), "parsers.timeout");
  await hasty[Symbol.asyncDispose]();
});

it("S14 stops Markdown that its lexer would need minutes for", async () => {
  const hasty = createParsers({ limits: { maxWallMs: 3000 } });
  const slow = utf8(`${"- ".repeat(10)}a\n${"a\n".repeat(80_000)}`);
  assert.equal(await outcomeOf("slow.md", slow, hasty), "parsers.timeout");
  await hasty[Symbol.asyncDispose]();
});

it("S14 stops a child at its memory, resident or heap, and says so", async () => {
  const skip = process.platform !== "linux";
  const lean = createParsers({ limits: { maxResidentBytes: 30 * 1024 ** 2 } });
  if (!skip) assert.equal(await outcomeOf("a.pdf", makePdf([page]), lean), "parsers.out-of-memory");
  await lean[Symbol.asyncDispose]();
  const tight = createParsers({ limits: { maxHeapMegabytes: 40 } });
  const rows = "<tr><td>a<td>b<td>c".repeat(200_000);
  const outcome = await outcomeOf("rows.html", utf8(`<table>${rows}`), tight);
  await tight[Symbol.asyncDispose]();
  assert.equal(outcome, "parsers.out-of-memory");
});

it("S14 keeps parsing other files after one has killed its child", async () => {
  const [slow, good] = await Promise.all([
    outcomeOf("deep.html", utf8("<i>".repeat(100_000))),
    outcomeOf("good.html", utf8("<p>fine")),
  ]);
  assert.deepEqual([slow, good], ["parsers.too-deep", "ok"]);
});

it("S14 stops when its caller gives up", async () => {
  const giveUp = new AbortController();
  const parsing = parsers.parse({ name: "a.pdf", bytes: makePdf([page]), signal: giveUp.signal });
  giveUp.abort(new Error("no longer needed"));
  await assert.rejects(parsing, /no longer needed/);
});

it("S14 gives a child no file, no network, no process and no environment", () => {
  const deny = import.meta.resolve("../../src/adapters/parsers/isolation/deny-network.ts");
  const intruder = `
    const { denyNetwork } = await import(${JSON.stringify(deny)});
    denyNetwork();
    const attempts = {
      read: () => import("node:fs").then((fs) => fs.readFileSync("/etc/passwd")),
      write: () => import("node:fs").then((fs) => fs.writeFileSync("/tmp/x", "")),
      spawn: () => import("node:child_process").then((c) => c.spawnSync("true").error ?? 0).then((e) => { if (e) throw e; }),
      worker: () => import("node:worker_threads").then((w) => new w.Worker("0", { eval: true })),
      connect: () => import("node:net").then((net) => net.connect(9, "127.0.0.1")),
      socket: () => import("node:net").then((net) => new net.Socket().connect({ port: 9, host: "127.0.0.1" })),
      listen: () => import("node:net").then((net) => net.createServer().listen(0)),
      tls: () => import("node:tls").then((tls) => tls.connect(9)),
      http: () => import("node:http").then((http) => new Promise((_, fail) => http.get("http://127.0.0.1:9").on("error", fail))),
      udp: () => import("node:dgram").then((d) => d.createSocket("udp4").send("x", 9, "127.0.0.1")),
      lookup: () => import("node:dns").then((dns) => dns.promises.lookup("localhost")),
      fetch: () => fetch("http://127.0.0.1:9"),
    };
    const done = [];
    for (const [name, attempt] of Object.entries(attempts))
      try { await attempt(); done.push(name); } catch (e) { if (e.code !== "ERR_ACCESS_DENIED") done.push(name + " " + e.message); }
    console.log(JSON.stringify({ done, env: Object.keys(process.env) }));
    process.exit(0);`;
  const flags = [...toChildFlags(PARSER_LIMITS), "--input-type=module", "-e", intruder];
  const { stdout, stderr } = spawnSync(process.execPath, flags, {
    ...CHILD_OPTIONS,
    encoding: "utf8",
  });
  assert.equal(stdout.trim(), JSON.stringify({ done: [], env: [] }), stderr);
});

it("S14 leaves nothing behind that would keep the caller's process alive", () => {
  const door = import.meta.resolve("../../src/adapters/parsers/index.ts");
  const code = `
    const { createParsers } = await import(${JSON.stringify(door)});
    const bytes = new TextEncoder().encode("<p>Ten days.");
    console.log((await createParsers().parse({ name: "a.html", bytes })).text);`;
  const args = ["--input-type=module", "-e", code];
  const { stdout, status } = spawnSync(process.execPath, args, {
    encoding: "utf8",
    timeout: 60_000,
  });
  assert.deepEqual([stdout.trim(), status], ["Ten days.", 0]);
});

async function makeProtected(passwords: { userPassword?: string; ownerPassword?: string }) {
  const document = new PdfKit({ pdfVersion: "1.7", ...passwords });
  const chunks: Uint8Array[] = [];
  document.on("data", (chunk: Uint8Array) => chunks.push(chunk));
  const ended = new Promise((resolve) => document.on("end", resolve));
  document.text("Ten days.");
  document.end();
  await ended;
  return new Uint8Array(Buffer.concat(chunks));
}

it("S14 refuses a PDF with a password, and reads one that only forbids printing", async () => {
  const locked = await makeProtected({ userPassword: "a", ownerPassword: "b" });
  assert.equal(await outcomeOf("locked.pdf", locked), "parsers.encrypted");
  const open = await makeProtected({ ownerPassword: "b" });
  assert.equal(await outcomeOf("open.pdf", open), "ok");
});

it("S14 refuses Office files with a password, and files that are not what they are called", async () => {
  // An OLE container: entries of its directory are 128 bytes long, with the length of their name.
  const container = Buffer.alloc(1024);
  Buffer.from("d0cf11e0a1b11ae1", "hex").copy(container);
  container.write("EncryptedPackage\0", 512, "utf16le");
  container.writeUInt16LE(34, 512 + 64);
  assert.equal(await outcomeOf("a.docx", container), "parsers.encrypted");
  const png = Buffer.from("89504e470d0a1a0a0000000d49484452000000010000000108", "hex");
  assert.equal(await outcomeOf("a.pdf", png), "parsers.misnamed");
  assert.equal(await outcomeOf("a.md", zipSync({ x: strToU8("x") })), "parsers.misnamed");
  assert.equal(await outcomeOf("a.txt", utf8("{\\rtf1 x}")), "parsers.misnamed");
  assert.equal(await outcomeOf("a.docx", makePdf([page])), "ok");
});

it("S14 refuses an empty file of every format", async () => {
  for (const extension of PARSED_EXTENSIONS)
    assert.equal(await outcomeOf(`a.${extension}`, new Uint8Array()), "parsers.empty");
});

const SEEDS: Readonly<Record<string, Uint8Array>> = {
  "seed.md": utf8(
    "---\ntitle: x\n---\n# Leave\n\n- ten\n- days\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
  ),
  "seed.csv": utf8('name,note\nAnn,"a ""b"""\nBo,"two\nlines"\n'),
  "seed.json": utf8('{"people":[{"name":"Ann","days":[1,2]},{"name":"Bö"}]}'),
  "seed.html": utf8(
    "<html><head><title>t</title></head><body><table><tr><td>a</td></tr></table><p>Tén",
  ),
  "seed.pdf": makePdf([page, page]),
  "seed.docx": makeDocx(wordParagraph("Ten days.")),
  "seed.eml": utf8(
    'From: a@x.org\nSubject: =?utf-8?Q?T=C3=A9n?=\nContent-Type: multipart/mixed; boundary="b"\n\n' +
      "--b\nContent-Type: text/plain\n\nTen days.\n--b\nContent-Type: text/html; name=a.html\n" +
      "Content-Disposition: attachment; filename=a.html\nContent-Transfer-Encoding: base64\n\n" +
      "PHA+VGVuIGRheXMuPC9wPg==\n--b\nContent-Type: message/rfc822\n\nFrom: b@x.org\n\nFive.\n--b--\n",
  ),
  "seed.xml": utf8(
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e "x">]><a><title>t</title><p>Tén <b>d</b>&e;</p>' +
      "<table><row><entry>a</entry></row></table><list><item>i</item></list></a>",
  ),
  "seed.jsonl": utf8('{"a":1,"b":"Bö"}\n{"a":2,"b":"x"}\n'),
};

for (const [name, seed] of Object.entries(SEEDS)) {
  const takes = async (files: readonly Uint8Array[]): Promise<void> => {
    const outcomes = await Promise.all(files.map((file) => outcomeOf(name, file)));
    for (const outcome of outcomes) assert.notEqual(outcome, "parsers.crashed");
  };

  it(`S14 reads or refuses ${name} cut at each tenth`, async () => {
    await takes(
      Array.from({ length: 9 }, (_, n) => seed.slice(0, Math.floor((seed.length * (n + 1)) / 10))),
    );
  });

  it(`S14 reads or refuses ${name} with flipped bytes`, async () => {
    const random = createRandom(`attacks/${name}`);
    await takes(
      [1, 4, 16, 64].map((flips) => {
        const damaged = seed.slice();
        for (let flip = 0; flip < flips; flip += 1)
          damaged[random.below(damaged.length)] = random.below(256);
        return damaged;
      }),
    );
  });
}

it("S13 takes a name for its extension alone, and opens nothing by it", async () => {
  for (const name of [
    "../../../etc/passwd.md",
    "/etc/passwd.md",
    String.raw`..\..\boot.md`,
    "a\0.md",
    "con.md",
    "\u202Edm.exe.md",
    `${"x".repeat(5000)}.md`,
  ])
    assert.equal((await parsers.parse({ name, bytes: utf8("Ten days.") })).text, "Ten days.");
});

it("S13 lets no control or bidi character of a name into a message", async () => {
  const name = `a\u001b[2J\u202e\0${"x".repeat(500)}.exe`;
  await assert.rejects(parsers.parse({ name, bytes: utf8("x") }), (error) => {
    assert.ok(error instanceof PlumblineError);
    assert.match(error.message, /^[^\p{Cc}\p{Cf}]{1,400}$/u);
    return true;
  });
});

it("S15 round-trips naughty strings exactly in text, Markdown, CSV and HTML", async () => {
  const naughty = [
    "ثم نفس سقطت",
    "田中さんにあげて下さい",
    "👾 🙇 💁🏿",
    "\u200bzero\u200bwidth\u200b",
    "\u202Ereversed",
    "Z̮̞̠͙͔ͅḀ̗̞͈̻̗",
    "'; DROP TABLE x;--",
    "${7*7}",
    "%s%n",
    "ﷺ",
    "ı İ ß",
    "nul",
  ];
  for (const text of naughty) {
    const all = [
      ["a.txt", text],
      ["a.md", text],
      ["a.csv", `x,y\n${text},1`],
    ] as const;
    for (const [name, source] of all) {
      const document = await parsers.parse({ name, bytes: utf8(source) });
      assert.ok(document.text.includes(text), `${name}: ${text}`);
    }
  }
  const all = naughty.map((text) => `<p>${text}</p>`).join("");
  const { text } = await parsers.parse({ name: "a.html", bytes: utf8(all) });
  assert.equal(text, naughty.join("\n\n"));
});

it("S15 turns half surrogates of escapes into text that can be stored", async () => {
  const json = await parsers.parse({ name: "a.json", bytes: utf8(String.raw`{"a":"x\ud800y"}`) });
  assert.equal(json.text, "a: x\uFFFDy");
  const html = await parsers.parse({ name: "a.html", bytes: utf8("<p>x&#xD800;y") });
  assert.equal(html.text, "x\uFFFDy");
});

it("S15 refuses binary data that is called text", async () => {
  const random = createRandom("attacks/binary");
  const bytes = Uint8Array.from({ length: 4096 }, () => random.below(256));
  const outcome = await outcomeOf("a.txt", bytes);
  assert.ok(["parsers.binary", "parsers.encoding"].includes(outcome), outcome);
});
