/** Mails of other people, file by file: what their headers, bodies and attachments come to. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { PARSER_LIMITS } from "../../src/adapters/parsers/index.ts";
import { runFormat } from "../../src/adapters/parsers/run-format.ts";
import type { Block } from "../../src/domain/document.ts";
import { z } from "zod";

const folder = join(process.env["PLUMBLINE_DATA_SETS"] ?? "", "messy-docs");
const skip = existsSync(join(folder, "manifest.jsonl"))
  ? false
  : "the set messy-docs is not here: set PLUMBLINE_DATA_SETS to its folder";

const Text = z.strictObject({ length: z.number(), sha256: z.string() });
const Expected = z.array(
  z.union([
    z.strictObject({ file: z.string(), code: z.string() }),
    z.strictObject({
      file: z.string(),
      subject: Text,
      headers: z.array(z.string()),
      sentAt: z.string().optional(),
      body: Text,
      kinds: z.record(z.string(), z.number()),
      attachments: z.array(Text),
      warnings: z.number(),
    }),
  ]),
);

const digest = (text: string) => ({
  length: text.length,
  sha256: createHash("sha256").update(text).digest("hex").slice(0, 16),
});

const source = new URL("../fixtures/mail/expected.json", import.meta.url);
const expected = Expected.parse(JSON.parse(readFileSync(source, "utf8")));

async function describeMail(file: string): Promise<object> {
  const bytes = readFileSync(join(folder, file));
  const { title, text, blocks, metadata, warnings } = await runFormat("mail", {
    bytes,
    name: file,
    limits: PARSER_LIMITS,
  });
  const [, head, ...rest] = blocks;
  const slice = (list: readonly Block[]): string =>
    text.slice(list[0]?.start ?? 0, list.at(-1)?.end ?? 0);
  const isName = ({ kind, level }: Block): boolean => kind === "heading" && level === 2;
  const names = rest.flatMap((block, index) => (isName(block) ? [index] : []));
  const body = rest.slice(0, names[0]);
  const kinds: Record<string, number> = {};
  for (const { kind } of body) kinds[kind] = (kinds[kind] ?? 0) + 1;
  const sentAt = metadata["sentAt"];
  return {
    file,
    subject: digest(title ?? ""),
    headers: text
      .slice(head?.start, head?.end)
      .split("\n")
      .map((line) => line.slice(0, line.indexOf(":"))),
    ...(sentAt === undefined ? {} : { sentAt }),
    body: digest(slice(body)),
    kinds,
    attachments: names.map((at, index) => digest(slice(rest.slice(at + 1, names[index + 1])))),
    warnings: warnings.length,
  };
}

for (const mail of expected)
  it(`reads the headers, body and attachments of ${mail.file}`, { skip }, async () => {
    if ("code" in mail) await assert.rejects(describeMail(mail.file), { code: mail.code });
    else assert.deepEqual(await describeMail(mail.file), mail);
  });
