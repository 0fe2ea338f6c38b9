/** @module One mail as its headers, its body and its parts, whatever its sender got wrong. */
import PostalMime, { type Attachment, type Email } from "postal-mime";
import { looksWestern, MAX_REPLACED_SHARE, toNarrowBytes } from "../decode.ts";
import { broken, encoding, encrypted, tooDeep, tooLarge, unsupported } from "../errors.ts";
import type { FormatInput } from "../run-format.ts";

export interface MailPart {
  readonly attachment: Attachment;
  readonly bytes: Uint8Array;
}

export interface Message {
  readonly email: Email;
  /** What is not the body, in the order of the mail. */
  readonly parts: readonly MailPart[];
  readonly warnings: readonly string[];
}

/** A file with none of these is no mail. */
const KNOWN_HEADERS = new Set(
  (
    "from to cc bcc subject date message-id received return-path delivered-to reply-to sender " +
    "mime-version content-type"
  ).split(" "),
);

const CONTENT_TYPE = /^content-type[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*/im;
const CHARSET = /(charset\s*=\s*)(?:"[^"\n]*"|[^\s;"]+)/gi;

const toLatin = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
const fromLatin = (text: string): Uint8Array => Buffer.from(text, "latin1");

async function parse(bytes: Uint8Array, { name, limits }: FormatInput): Promise<Email> {
  try {
    return await PostalMime.parse(bytes, {
      forceRfc822Attachments: true,
      maxNestingDepth: limits.maxDepth,
    });
  } catch (error) {
    const says = error instanceof Error ? error.message : "";
    if (says.startsWith("Maximum MIME nesting")) throw tooDeep({ name, reason: "its parts" });
    if (says.startsWith("Maximum header size")) throw tooLarge({ name, reason: "its headers" });
    throw error;
  }
}

const headerOf = ({ headers }: Email, key: string): string =>
  headers.find((header) => header.key === key)?.value ?? "";

const hasBody = ({ text = "", html = "" }: Email): boolean => `${text}${html}`.trim() !== "";

/** A lost or wrong boundary shows where a line of dashes stands before headers of a part. */
function mendBoundary(bytes: Uint8Array): { readonly bytes: Uint8Array; readonly how: string } {
  const source = toLatin(bytes).replaceAll("\r\n", "\n");
  const found = /^--([^\s-][^\n]{0,69}?)[ \t]*\n(?:content-|mime-)/im.exec(source);
  const type = found
    ? `Content-Type: multipart/mixed; boundary="${found[1]}"`
    : "Content-Type: text/plain";
  return {
    bytes: fromLatin(source.replace(CONTENT_TYPE, () => type)),
    how: found ? "found by the headers of the parts" : "missing, and its body is read as text",
  };
}

function replacedShare({ text = "", html = "" }: Email): number {
  const all = text === "" ? html : text;
  return (all.match(/\uFFFD/g)?.length ?? 0) / Math.max(all.length, 1);
}

const relabel = (bytes: Uint8Array): Uint8Array =>
  fromLatin(
    toLatin(bytes).replaceAll(/^content-type[ \t]*:.*(?:\r?\n[ \t].*)*/gim, (header) =>
      header.replaceAll(CHARSET, "$1windows-1252"),
    ),
  );

const isSigned = (type: string): boolean => /smime-type\s*=\s*"?signed-data/i.test(type);

/** @throws parsers.encrypted, parsers.unsupported when nobody can read a word of it. */
function assertReadable(email: Email, name: string): void {
  const type = headerOf(email, "content-type");
  if (/^application\/(?:x-)?pkcs7-mime/i.test(type)) {
    if (isSigned(type)) throw unsupported({ name, reason: "S/MIME, signed without a plain copy" });
    throw encrypted({ name, reason: "S/MIME" });
  }
  if (/^multipart\/encrypted/i.test(type)) throw encrypted({ name, reason: "PGP or S/MIME" });
  if (/^\s*-----BEGIN PGP MESSAGE-----/.test(email.text ?? ""))
    throw encrypted({ name, reason: "PGP" });
}

function toBytes({ content }: Attachment): Uint8Array {
  if (typeof content === "string") return new TextEncoder().encode(content);
  return content instanceof Uint8Array ? content : new Uint8Array(content);
}

/** A charset that the text belies is read as windows-1252 where it looks Western. */
async function mendCharset(
  email: Email,
  bytes: Uint8Array,
  input: FormatInput,
): Promise<{ readonly email: Email; readonly warnings: readonly string[] }> {
  const share = replacedShare(email);
  if (share === 0) return { email, warnings: [] };
  const lost = `${(100 * share).toFixed(1)} % of its text could not be decoded as it declares`;
  if (share <= MAX_REPLACED_SHARE) return { email, warnings: [lost] };
  const mended = await parse(relabel(bytes), input);
  if (replacedShare(mended) > 0 || !looksWestern(mended.text ?? mended.html ?? ""))
    throw encoding({ name: input.name, reason: lost });
  return { email: mended, warnings: ["read as windows-1252, which it does not declare"] };
}

/**
 * @throws parsers.broken for what is no mail; parsers.encrypted, parsers.unsupported,
 *   parsers.encoding, parsers.too-deep, parsers.too-large.
 */
export async function openMessage(input: FormatInput): Promise<Message> {
  const { name } = input;
  // A mail that was taken out of a mailbox may still have the line that divides mails there.
  const source = toLatin(toNarrowBytes(input.bytes)).replace(/^\s*(?:From [^\n]*\n)?/, "");
  let bytes = fromLatin(source);
  let first = await parse(bytes, input);
  if (!first.headers.some(({ key }) => KNOWN_HEADERS.has(key)))
    throw broken({ name, reason: "it has no headers of a mail" });
  assertReadable(first, name);
  const warnings: string[] = [];
  const isMultipart = /^multipart\//i.test(headerOf(first, "content-type"));
  if (isMultipart && !hasBody(first) && first.attachments.length === 0) {
    const mended = mendBoundary(bytes);
    bytes = mended.bytes;
    first = await parse(bytes, input);
    warnings.push(`the boundary of its parts is wrong: ${mended.how}`);
  }
  const { email, warnings: said } = await mendCharset(first, bytes, input);
  const parts = email.attachments.map((attachment) => ({ attachment, bytes: toBytes(attachment) }));
  return { email, parts, warnings: [...warnings, ...said] };
}
