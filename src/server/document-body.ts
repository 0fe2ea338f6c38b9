/** @module A document as it is sent: JSON with text or base64, or a form with a file. */
import type { PutDocumentInput } from "../app/index.ts";
import { checkInput, parseJson } from "./body.ts";
import { badRequest, badUploadForm } from "./errors.ts";
import type { BodyFormat } from "./route.ts";
import { DocumentBody, DocumentForm, FileForm, type DocumentInput } from "./schemas/requests.ts";

/** JSON is read as a whole before anything else goes on, so a large file comes as a form. */
const JSON_LIMIT_BYTES = 32 * 1024 * 1024;
/** A file of 100 MB, which parsers take, and the fields beside it. */
const FORM_LIMIT_BYTES = 101 * 1024 * 1024;

export const documentBody: BodyFormat<PutDocumentInput> = {
  accepts: {
    "application/json": { limitBytes: JSON_LIMIT_BYTES, schema: DocumentBody },
    "multipart/form-data": { limitBytes: FORM_LIMIT_BYTES, schema: FileForm },
  },
  parse: (bytes, contentType) =>
    contentType.trim().toLowerCase().startsWith("multipart/")
      ? fromForm(bytes, contentType)
      : fromJson(checkInput(DocumentBody, parseJson(bytes))),
};

function fromJson({
  text,
  content,
  filename,
  mediaType,
  key = filename,
  ...rest
}: DocumentInput): PutDocumentInput {
  if (key === undefined) throw missing("key", "is needed where there is no filename");
  const file = { kind: "file", name: filename, mediaType } as const;
  if (content !== undefined) {
    const bytes = Buffer.from(content, "base64");
    // What is no base64 is skipped by the decoder, and a cut file would pass for a whole one.
    if (bytes.toString("base64") !== content) throw missing("content", "is not base64");
    if (filename === undefined && mediaType === undefined)
      throw missing("filename", "is needed to know how content is read");
    return { ...rest, key, content: { ...file, bytes } };
  }
  const plain = filename === undefined && mediaType === undefined;
  if (plain) return { ...rest, key, content: { kind: "text", text: text ?? "" } };
  return { ...rest, key, content: { ...file, bytes: Buffer.from(text ?? "", "utf8") } };
}

const missing = (path: string, why: string): Error =>
  badRequest({ path, mistakes: [`${path}: ${why}`] });

async function fromForm(bytes: Uint8Array, contentType: string): Promise<PutDocumentInput> {
  const form = await new Response(bytes, { headers: { "content-type": contentType } })
    .formData()
    .catch((error: unknown) => {
      throw badUploadForm({ reason: "it is not multipart/form-data with this boundary" }, error);
    });
  const files = form.getAll("file");
  const [file] = files;
  if (files.length !== 1 || !(file instanceof File))
    throw badUploadForm({ reason: "it needs exactly one file, in a part named file" });
  const fields = toFields(form);
  const described = checkInput(DocumentForm, fields);
  const { key = file.name, ...rest } = described;
  if (file.name === "") throw badUploadForm({ reason: "its file has no name" });
  const content = { kind: "file", name: file.name, bytes: await file.bytes() } as const;
  return { ...rest, key, content };
}

const LISTS = new Set(["access", "deny"]);

function toFields(form: FormData): Readonly<Record<string, unknown>> {
  const names = [...new Set(form.keys())].filter((name) => name !== "file");
  return Object.fromEntries(
    names.map((name) => {
      const texts = form.getAll(name).map(String);
      if (LISTS.has(name)) return [name, texts.flatMap((text) => text.split(/[\s,]+/))];
      const [first = "", ...more] = texts;
      if (more.length > 0) throw missing(name, "stands more than once");
      return [name, name === "metadata" ? parseJson(Buffer.from(first, "utf8")) : first];
    }),
  );
}
