import assert from "node:assert/strict";
import { it } from "node:test";
import { makeDocx, makePdf, wordParagraph } from "../../../testing/sample-files.ts";
import { PARSER_LIMITS } from "../limits.ts";
import { runFormat } from "../run-format.ts";
import { parseMail } from "./mail.ts";

const parse = (source: string | Uint8Array, limits = PARSER_LIMITS) =>
  parseMail(
    {
      bytes: typeof source === "string" ? Buffer.from(source, "utf8") : source,
      name: "x.eml",
      limits,
    },
    runFormat,
  );

const outline = async (source: string | Uint8Array) => {
  const { text, blocks } = await parse(source);
  return blocks.map(
    ({ kind, level, boilerplate, start, end }) =>
      `${kind}${level ?? ""}${boilerplate ? " (boilerplate)" : ""}: ${text.slice(start, end)}`,
  );
};

const HEAD = "From: Ann Lee <ann@example.com>\nTo: Bo <bo@example.com>\nSubject: Leave\n";

const part = (type: string, body: string, more = ""): string =>
  `Content-Type: ${type}\n${more}\n${body}\n`;

const multipart = (kind: string, parts: readonly string[], boundary = "b1"): string =>
  `Content-Type: multipart/${kind}; boundary="${boundary}"\n\n` +
  `${parts.map((one) => `--${boundary}\n${one}`).join("")}--${boundary}--\n`;

const attached = (name: string, type: string, bytes: Uint8Array): string =>
  part(
    `${type}; name="${name}"`,
    Buffer.from(bytes).toString("base64"),
    `Content-Disposition: attachment; filename="${name}"\nContent-Transfer-Encoding: base64\n`,
  );

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

it("says who wrote to whom and when, as text and as metadata", async () => {
  const source =
    "From: =?utf-8?B?SsO8cmdlbg==?= <j@example.com>\nTo: Bo <bo@example.com>, HR: ann@example.com;\n" +
    "Cc: =?iso-8859-1?Q?Ren=E9?= <r@example.com>\nSubject: =?utf-8?Q?R=C3=BCckfrage?=\n" +
    "Date: Tue, 01 Oct 2024 12:34:56 -0500\nMessage-ID: <1@example.com>\n\nTen days.\n";
  const { title, modifiedAt, metadata, text, blocks } = await parse(source);
  assert.equal(title, "Rückfrage");
  assert.equal(modifiedAt, "2024-10-01T17:34:56.000Z");
  assert.deepEqual(metadata, {
    author: "Jürgen <j@example.com>",
    from: "j@example.com",
    to: ["bo@example.com", "ann@example.com"],
    cc: ["r@example.com"],
    sentAt: "2024-10-01T17:34:56.000Z",
    messageId: "<1@example.com>",
  });
  assert.equal(
    text,
    "Rückfrage\n\nFrom: Jürgen <j@example.com>\nTo: Bo <bo@example.com>, ann@example.com\n" +
      "Cc: René <r@example.com>\nDate: Tue, 01 Oct 2024 12:34:56 -0500\n\nTen days.",
  );
  assert.deepEqual(
    blocks.map(({ kind }) => kind),
    ["heading", "paragraph", "paragraph"],
  );
});

it("takes one of two ways to say the same, the plain one where it says as much", async () => {
  const html = part("text/html; charset=utf-8", "<p>Ten <b>days</b> of leave.</p>");
  const both = (plain: string): string =>
    HEAD + multipart("alternative", [part("text/plain", plain), html]);
  assert.deepEqual((await outline(both("Ten days of leave."))).slice(2), [
    "paragraph: Ten days of leave.",
  ]);
  assert.deepEqual((await outline(both("HTML"))).slice(2), ["paragraph: Ten days of leave."]);
});

it("reads HTML that has no plain text beside it, with its structure", async () => {
  const table = "<table><tr><th>Land<th>City<th>Days<tr><td>DE<td>Bonn<td>30</table>";
  const source = `${HEAD}${part("text/html; charset=iso-8859-1", `<h1>Leave</h1>${table}`)}`;
  assert.deepEqual((await outline(source)).slice(2), [
    "heading2: Leave",
    "table: Land | City | Days\nDE | Bonn | 30",
  ]);
});

it("tells quotes and the signature from what the mail says itself", async () => {
  const body =
    "Ten days.\n\nOn Monday Bo wrote:\n> How many\n> days?\n>\n> > Bo\n\nRegards\n-- \nAnn Lee\nHR\n";
  assert.deepEqual((await outline(`${HEAD}\n${body}`)).slice(2), [
    "paragraph: Ten days.",
    "paragraph: On Monday Bo wrote:",
    "quote: How many\ndays?",
    "quote: Bo",
    "paragraph: Regards",
    "paragraph (boilerplate): -- \nAnn Lee\nHR",
  ]);
});

it("takes what stands below the headers of another mail as quoted", async () => {
  const quoted = "From: Bo\nSent: Monday\nTo: Ann\n\nHow many days?";
  const shown = ["paragraph: Ten days.", "quote: From: Bo\nSent: Monday\nTo: Ann"];
  assert.deepEqual((await outline(`${HEAD}\nTen days.\n\n${quoted}\n`)).slice(2, 4), shown);
  const forwarded = `Ten days.\n\n-----Original Message-----\n${quoted}\n`;
  assert.deepEqual((await outline(`${HEAD}\n${forwarded}`)).slice(4), [
    shown[1],
    "quote: How many days?",
  ]);
});

it("puts each attachment below its name, read as what it is", async () => {
  const source = HEAD.concat(
    multipart("mixed", [
      part("text/plain", "See below."),
      attached("days.csv", "text/csv", utf8("land,days\nDE,30\n")),
      attached("rules.docx", "application/octet-stream", makeDocx(wordParagraph("Ten days."))),
      attached("rules.pdf", "application/pdf", makePdf([[{ text: "Five days.", x: 72, y: 72 }]])),
    ]),
  );
  assert.deepEqual(await outline(source), [
    "heading1: Leave",
    "paragraph: From: Ann Lee <ann@example.com>\nTo: Bo <bo@example.com>\n" +
      "Attachments: days.csv, rules.docx, rules.pdf",
    "paragraph: See below.",
    "heading2: days.csv",
    "table: land,days\nDE,30",
    "heading2: rules.docx",
    "paragraph: Ten days.",
    "heading2: rules.pdf",
    "paragraph: Five days.",
  ]);
  const { metadata, blocks, text } = await parse(source);
  assert.deepEqual(metadata["attachments"], ["days.csv", "rules.docx", "rules.pdf"]);
  const rows = blocks.find(({ kind }) => kind === "table")?.rows ?? [];
  assert.deepEqual(
    rows.map(({ start, end }) => text.slice(start, end)),
    ["land,days", "DE,30"],
  );
});

it("warns of an attachment that cannot be read, and reads the rest", async () => {
  const source = HEAD.concat(
    multipart("mixed", [
      part("text/plain", "See below."),
      attached("broken.json", "application/json", utf8("{a:")),
      attached("tool.exe", "application/octet-stream", new Uint8Array(9)),
      attached("note.txt", "text/plain", utf8("Ten days.")),
    ]),
  );
  const { text, warnings } = await parse(source);
  assert.ok(text.endsWith("note.txt\n\nTen days."));
  assert.ok(text.includes("tool.exe\n\napplication/octet-stream, 9 bytes, not read"));
  assert.deepEqual(warnings, [
    'the attachment "broken.json" is not read: parsers.broken',
    'the attachment "tool.exe" is not read: parsers.unsupported',
  ]);
});

it("leaves out an attachment that says who may read it, whose rule the mail would lose", async () => {
  const secret = utf8("---\naccess: [group:board]\n---\nThe bonus is 400,000.\n");
  const source = HEAD.concat(
    multipart("mixed", [part("text/plain", "Hi."), attached("a.md", "text/markdown", secret)]),
  );
  const { text, warnings } = await parse(source);
  assert.ok(!text.includes("400,000"));
  assert.match(warnings[0] ?? "", /"a.md" is not read: it says who may read it/);
});

it("leaves out pictures of the body, and signatures that are for programs", async () => {
  const logo = `Content-Type: image/png\nContent-ID: <logo>\nContent-Disposition: inline\n\nx\n`;
  const key = attached("signature.asc", "application/pgp-signature", utf8("-----BEGIN"));
  const source = HEAD.concat(multipart("signed", [part("text/plain", "Hi."), logo, key]));
  const { warnings, blocks } = await parse(source);
  assert.deepEqual(warnings, []);
  assert.equal(blocks.length, 3);
});

it("reads mails that are attached to mails, and their attachments, three deep", async () => {
  let inner = `${HEAD.replace("Leave", "Mail 5")}\nThe innermost.\n`;
  for (let level = 4; level >= 0; level -= 1)
    inner = HEAD.replace("Leave", `Mail ${level}`).concat(
      multipart(
        "mixed",
        [part("text/plain", `Text ${level}.`), part("message/rfc822", inner)],
        `b${level}`,
      ),
    );
  const { text, warnings, blocks } = await parse(inner);
  for (const level of [0, 1, 2, 3]) assert.ok(text.includes(`Text ${level}.`));
  assert.ok(!text.includes("Text 4."));
  assert.deepEqual(warnings.length, 1);
  assert.match(warnings[0] ?? "", /more than 3 mails deep/);
  const levels = blocks.flatMap(({ kind, level }) => (kind === "heading" ? [level] : []));
  assert.deepEqual(levels.slice(0, 5), [1, 2, 3, 4, 5]);
});

it("reads a digest, whose parts are mails without saying so", async () => {
  const one = (n: number): string => `\n${HEAD.replace("Leave", `Mail ${n}`)}\nText ${n}.\n`;
  const { text } = await parse(HEAD + multipart("digest", [one(1), one(2)]));
  assert.ok(text.includes("Mail 1") && text.includes("Text 1.") && text.includes("Text 2."));
});

it("S15 reads a whole mail in UTF-16, with a mark and without", async () => {
  const source = `${HEAD}${part("text/plain; charset=utf-8", "Zehn Tage für alle.")}`;
  const wide = Buffer.from(source, "utf16le");
  for (const bytes of [wide, Buffer.concat([Buffer.from([0xff, 0xfe]), wide])]) {
    const { title, text } = await parse(bytes);
    assert.equal(title, "Leave");
    assert.ok(text.endsWith("Zehn Tage für alle."));
  }
});

it("S15 reads a charset that the text belies as windows-1252, or refuses it", async () => {
  const mail = (body: string, charset: string): Uint8Array =>
    Buffer.from(
      `${HEAD}${part(`text/plain; charset=${charset}`, body, "Content-Transfer-Encoding: 8bit\n")}`,
      "latin1",
    );
  const { text, warnings } = await parse(mail("Zehn Tage f\xfcr alle \xe4lteren", "utf-8"));
  assert.ok(text.endsWith("Zehn Tage für alle älteren"));
  assert.deepEqual(warnings, ["read as windows-1252, which it does not declare"]);
  const cyrillic = mail("\xcf\xf0\xe8\xe2\xe5\xf2\xcf\xf0\xe8\xe2\xe5\xf2", "utf-8");
  await assert.rejects(parse(cyrillic), { code: "parsers.encoding" });
  assert.ok(
    (await parse(mail("\xcf\xf0\xe8\xe2\xe5\xf2", "windows-1251"))).text.endsWith("Привет"),
  );
});

it("finds a boundary that is not declared, and reads the body where there is none", async () => {
  const lost = multipart("mixed", [part("text/plain", "Ten days.")], "zz");
  for (const type of ["multipart/mixed", 'multipart/mixed; boundary="other"']) {
    const source = HEAD + lost.replace(/^Content-Type:[^\n]*/, () => `Content-Type: ${type}`);
    const { text, warnings } = await parse(source);
    assert.ok(text.endsWith("\n\nTen days."), text);
    assert.equal(warnings.length, 1);
  }
  const { text } = await parse(`${HEAD}Content-Type: multipart/mixed\n\nTen days.\n`);
  assert.ok(text.endsWith("\n\nTen days."));
});

it("S14 refuses what nobody can read: PGP, S/MIME; and what is no mail", async () => {
  const pgp =
    part("application/pgp-encrypted", "Version: 1") + part("application/octet-stream", "x");
  const cases = [
    [HEAD + multipart("encrypted", [pgp]), "parsers.encrypted"],
    [`${HEAD}\n-----BEGIN PGP MESSAGE-----\n\nhIwDY32h\n`, "parsers.encrypted"],
    [
      `${HEAD}${part("application/pkcs7-mime; smime-type=enveloped-data", "x")}`,
      "parsers.encrypted",
    ],
    [
      `${HEAD}${part("application/pkcs7-mime; smime-type=signed-data", "x")}`,
      "parsers.unsupported",
    ],
    ["Ten days of leave.\n\nFor everyone.\n", "parsers.broken"],
  ] as const;
  for (const [source, code] of cases) await assert.rejects(parse(source), { code });
});

it("S14 refuses 1,000 parts inside of one another, and reads 1,000 beside one another", async () => {
  const deep = Array.from(
    { length: 1000 },
    (_, n) => `Content-Type: multipart/mixed; boundary="b${n}"\n\n--b${n}\n`,
  );
  await assert.rejects(parse(`${HEAD}${deep.join("")}\nx\n`), { code: "parsers.too-deep" });
  const wide = Array.from({ length: 1000 }, (_, n) => part("text/plain", `Part ${n}.`));
  const { text } = await parse(HEAD + multipart("mixed", wide));
  assert.ok(text.includes("Part 999."));
});

it("S13 lets no control or bidi character of an attachment's name into the text", async () => {
  const name = "=?utf-8?Q?a=E2=80=AE=1B[2J.txt?=";
  const source = HEAD + multipart("mixed", [attached(name, "text/plain", utf8("Ten days."))]);
  const { text } = await parse(source);
  assert.ok(text.endsWith("a [2J.txt\n\nTen days."), JSON.stringify(text));
});

it("leaves out what would make the mail longer than a document may be", async () => {
  const long = utf8("Ten days. ".repeat(50));
  const source = HEAD.concat(
    multipart("mixed", [part("text/plain", "Hi."), attached("a.txt", "text/plain", long)]),
  );
  const { text, warnings } = await parse(source, { ...PARSER_LIMITS, maxTextLength: 400 });
  assert.ok(text.length < 400 && warnings.length === 1);
});
