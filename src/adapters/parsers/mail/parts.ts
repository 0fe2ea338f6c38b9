/** @module What is attached to a mail: which of it a reader would open, under which name and type. */
import type { Attachment } from "postal-mime";
import { toExtension } from "../formats.ts";
import { toPlainName } from "./headers.ts";
import type { MailPart } from "./message.ts";

/** Signatures and keys are for programs. */
const FOR_PROGRAMS =
  /^application\/(?:pgp-(?:signature|encrypted|keys)|(?:x-)?pkcs7-signature|ms-tnef)$/;

const EXTENSIONS: Readonly<Record<string, string>> = {
  "application/json": "json",
  "application/msword": "doc",
  "application/pdf": "pdf",
  "application/vnd.ms-excel": "xls",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
  "application/xhtml+xml": "html",
  "application/xml": "xml",
  "message/global": "eml",
  "message/rfc822": "eml",
  "text/csv": "csv",
  "text/html": "html",
  "text/markdown": "md",
  "text/plain": "txt",
  "text/xml": "xml",
};

export interface NamedPart {
  /** One line, safe to print. */
  readonly label: string;
  /** The label with an extension that the part's type gives where it has none. */
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** Logos and the like stand in the body and say nothing without it. */
const isInline = ({ mimeType, related, disposition }: Attachment): boolean =>
  mimeType.startsWith("image/") && (related === true || disposition !== "attachment");

function toNamed({ attachment, bytes }: MailPart, index: number): NamedPart {
  const { filename, description, mimeType } = attachment;
  const isMail = EXTENSIONS[mimeType] === "eml";
  const label =
    toPlainName(filename ?? "") ||
    toPlainName(description ?? "") ||
    `${isMail ? "message" : "part"} ${index + 1}`;
  const extension = EXTENSIONS[mimeType];
  const known = toExtension(label) !== "" && !isMail;
  const name = known || extension === undefined ? label : `${label}.${extension}`;
  return { label, name, type: mimeType, bytes };
}

export const listParts = (parts: readonly MailPart[]): readonly NamedPart[] =>
  parts
    .filter(({ attachment }) => !FOR_PROGRAMS.test(attachment.mimeType) && !isInline(attachment))
    .map(toNamed);
