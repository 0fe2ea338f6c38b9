/** @module A mailbox in one file: its mails one after the other, each below its subject. */
import type { ParsedDocument } from "../../../domain/document.ts";
import { PlumblineError } from "../../../foundation/errors.ts";
import { toNarrowBytes } from "../decode.ts";
import { broken } from "../errors.ts";
import type { FormatInput } from "../run-format.ts";
import { listed } from "../say-list.ts";
import { createTextBuilder } from "../text-builder.ts";
import { declaresAccess, MAX_WARNINGS, parseMail, type ParsePart } from "./mail.ts";

/** As RFC 4155 writes it: an address and a date; at the start or behind an empty line. */
const DIVIDER = /(?:^|\r?\n\r?\n)(?=From \S[^\n]*\d\d:\d\d[^\n]*\n)/g;

/** Lines of a body that would divide are written with a mark before them. */
const unescape = (mail: string): string => mail.replaceAll(/^>(>*From )/gm, "$1");

function splitMails(source: string): readonly string[] {
  const starts = [...source.matchAll(DIVIDER)].map(({ 0: lead, index }) => index + lead.length);
  return starts.map((start, index) => unescape(source.slice(start, starts[index + 1])));
}

/** A mail that cannot be read is left out with a warning. @throws parsers.broken for no mailbox. */
export async function parseMbox(input: FormatInput, parsePart: ParsePart): Promise<ParsedDocument> {
  const { bytes, name, limits } = input;
  const source = Buffer.from(toNarrowBytes(bytes)).toString("latin1").trimStart();
  const mails = splitMails(source);
  if (mails.length === 0 || !source.startsWith("From "))
    throw broken({ name, reason: "it does not begin as a mailbox does" });
  const builder = createTextBuilder();
  const warnings: string[] = [];
  const lost: number[] = [];
  for (const [index, mail] of mails.entries()) {
    const one = { bytes: Buffer.from(mail, "latin1"), name: `mail ${index + 1}`, limits };
    try {
      const document = await parseMail(one, parsePart);
      // Its access rule would be lost in the mailbox's.
      if (declaresAccess(document)) lost.push(index + 1);
      else {
        builder.append(document, 0);
        warnings.push(...document.warnings.map((warning) => `${one.name}: ${warning}`));
      }
    } catch (error) {
      if (!(error instanceof PlumblineError)) throw error;
      lost.push(index + 1);
    }
    if (builder.length > limits.maxTextLength) break;
  }
  if (lost.length > 0) warnings.unshift(`mails that are not read: ${listed(lost)}`);
  return {
    ...builder.build(),
    metadata: { mails: mails.length },
    warnings: warnings.slice(0, MAX_WARNINGS),
  };
}
