import assert from "node:assert/strict";
import { it } from "node:test";
import { PARSER_LIMITS } from "../limits.ts";
import { runFormat } from "../run-format.ts";
import { parseMbox } from "./mbox.ts";

const parse = (source: string) =>
  parseMbox({ bytes: Buffer.from(source), name: "x.mbox", limits: PARSER_LIMITS }, runFormat);

const divider = "From ann@example.com Tue Oct  1 12:34:56 2024\n";
const mail = (subject: string, body: string): string =>
  `${divider}From: ann@example.com\nSubject: ${subject}\n\n${body}\n\n`;

it("reads the mails of a mailbox one after the other", async () => {
  const { text, blocks, metadata } = await parse(
    mail("One", "Ten days.\n\n>From here on paid.") + mail("Two", "Five."),
  );
  assert.equal(
    text,
    "One\n\nFrom: ann@example.com\n\nTen days.\n\nFrom here on paid.\n\n" +
      "Two\n\nFrom: ann@example.com\n\nFive.",
  );
  assert.deepEqual(
    blocks.flatMap(({ level }) => (level === undefined ? [] : [level])),
    [1, 1],
  );
  assert.deepEqual(metadata, { mails: 2 });
});

it("leaves out a mail that cannot be read, and says which", async () => {
  const { text, warnings } = await parse(
    mail("One", "-----BEGIN PGP MESSAGE-----\nx") + mail("Two", "Five."),
  );
  assert.ok(text.startsWith("Two"));
  assert.deepEqual(warnings, ["mails that are not read: 1"]);
});

it("refuses what is no mailbox", async () => {
  await assert.rejects(parse("From: ann@example.com\n\nTen days.\n"), { code: "parsers.broken" });
});
