/** @module A mail to text: its headers, its body, and what is attached, each under its name. */
import type { ParsedDocument } from "../../../domain/document.ts";
import { PlumblineError } from "../../../foundation/errors.ts";
import { chooseFormat, type Format } from "../formats.ts";
import type { FormatInput } from "../run-format.ts";
import { createTextBuilder, type TextBuilder } from "../text-builder.ts";
import { readBody } from "./body.ts";
import { toHeaderText, toMetadata, toPlainName, toSentAt } from "./headers.ts";
import { openMessage } from "./message.ts";
import { listParts, type NamedPart } from "./parts.ts";

/** Runs the parser of another format under the same limits. */
export type ParsePart = (format: Format, input: FormatInput) => Promise<ParsedDocument>;

/** Mails inside of mails, the outermost not counted. */
const MAX_NESTED = 3;
export const MAX_WARNINGS = 50;

interface Reading extends FormatInput {
  readonly parsePart: ParsePart;
  readonly depth: number;
}

async function readPart(part: NamedPart, reading: Reading): Promise<ParsedDocument> {
  const { name, bytes } = part;
  const { traits, warning } = chooseFormat(name, bytes);
  const input = { bytes, name, limits: reading.limits };
  const document =
    traits.format === "mail"
      ? await readMail({ ...reading, ...input, depth: reading.depth + 1 })
      : await reading.parsePart(traits.format, input);
  return warning === undefined
    ? document
    : { ...document, warnings: [warning, ...document.warnings] };
}

/** A part with an access rule of its own must not be read under that of the whole. */
export const declaresAccess = ({ metadata }: ParsedDocument): boolean =>
  metadata["access"] !== undefined || metadata["deny"] !== undefined;

/** @returns what to warn of: a part that cannot be read does not make the mail unreadable. */
async function writePart(
  builder: TextBuilder,
  part: NamedPart,
  reading: Reading,
): Promise<readonly string[]> {
  const { label, type, bytes } = part;
  builder.add("heading", label, { level: 2 });
  const leaveOut = (why: string): readonly string[] => {
    builder.add("paragraph", `${type}, ${bytes.length} bytes, not read`);
    return [`the attachment "${label}" is not read: ${why}`];
  };
  try {
    if (reading.depth >= MAX_NESTED) return leaveOut(`it is more than ${MAX_NESTED} mails deep`);
    const document = await readPart(part, reading);
    if (declaresAccess(document))
      return leaveOut("it says who may read it; add it as a file of its own");
    if (builder.length + document.text.length > reading.limits.maxTextLength)
      return leaveOut("the mail would be too long with it");
    builder.append(document, 2);
    return document.warnings.map((warning) => `${label}: ${warning}`);
  } catch (error) {
    if (!(error instanceof PlumblineError)) throw error;
    return leaveOut(error.code);
  }
}

async function readMail(reading: Reading): Promise<ParsedDocument> {
  const message = await openMessage(reading);
  const { email } = message;
  const parts = listParts(message.parts);
  const labels = parts.map(({ label }) => label);
  const subject = toPlainName(email.subject ?? "");
  const body = readBody(message, reading);
  const builder = createTextBuilder();
  builder.add("heading", subject, { level: 1 });
  builder.add("paragraph", toHeaderText(email, labels));
  builder.append(body, 1);
  const warnings = [...message.warnings, ...body.warnings];
  for (const part of parts) warnings.push(...(await writePart(builder, part, reading)));
  const sentAt = toSentAt(email);
  const { access, deny } = body.metadata;
  return {
    ...(subject === "" ? {} : { title: subject }),
    ...(sentAt === undefined ? {} : { modifiedAt: sentAt }),
    ...builder.build(),
    metadata: {
      ...toMetadata(email, labels),
      ...(access === undefined ? {} : { access }),
      ...(deny === undefined ? {} : { deny }),
    },
    warnings: warnings.slice(0, MAX_WARNINGS),
  };
}

/**
 * Subject as the title, headers as the first paragraph, quotes and the signature as such, and each
 * attachment below a heading of its name, read by the parser of its format.
 *
 * @throws parsers.broken for what is no mail, parsers.encrypted for what nobody can read.
 */
export const parseMail = (input: FormatInput, parsePart: ParsePart): Promise<ParsedDocument> =>
  readMail({ ...input, parsePart, depth: 0 });
