/** @module The body of a mail: its plain text with quotes and signature told apart, or its HTML. */
import type { ParsedDocument } from "../../../domain/document.ts";
import { parseHtml } from "../html/html.ts";
import { toTextBlocks } from "../plain/text.ts";
import type { FormatInput } from "../run-format.ts";
import { createTextBuilder, type TextBuilder } from "../text-builder.ts";
import type { Message } from "./message.ts";

type Body = Pick<ParsedDocument, "text" | "blocks" | "metadata" | "warnings">;

/** Plain text that says less than this of the HTML beside it only says that there is HTML. */
const MIN_PLAIN_SHARE = 0.5;
/** The line before a signature, as Usenet has had it (RFC 3676, section 4.3). */
const SIGNATURE = /^--[ \t]?$/;
const MAX_SIGNATURE_LINES = 20;
const QUOTED = /^[ \t]*>/;
const FORWARDED =
  /^[ \t]*-{2,}[ \t]*(?:original message|forwarded message|ursprüngliche nachricht|weitergeleitete nachricht|message d['’]origine|message transféré|mensaje original|mensaje reenviado)[ \t]*-{2,}[ \t]*$/i;

/** Some programs quote a mail below the headers of it and mark nothing. */
const HEADER_FROM = /^[ \t]*(?:from|von|de):[ \t]*\S/i;
const HEADER_SENT = /^[ \t]*(?:sent|date|gesendet|datum|envoyé|enviado|fecha)[ \t]*:[ \t]*\S/i;

type Kind = "own" | "quote" | "signature";

interface Run {
  readonly kind: Kind;
  readonly lines: readonly string[];
}

const startsHeaders = (lines: readonly string[], index: number): boolean =>
  HEADER_FROM.test(lines[index] ?? "") &&
  lines.slice(index + 1, index + 4).some((line) => HEADER_SENT.test(line));

/** From the line or the headers above another mail on, all is quoted, marked or not. */
function toRuns(text: string): readonly Run[] {
  const runs: { kind: Kind; lines: string[] }[] = [];
  const lines = text.replaceAll(/\r\n?/g, "\n").trimEnd().split("\n");
  const signature = lines.findLastIndex((line) => SIGNATURE.test(line));
  const hasSignature = signature > 0 && lines.length - signature - 1 <= MAX_SIGNATURE_LINES;
  let forwarded = false;
  for (const [index, line] of lines.entries()) {
    forwarded ||= index > 0 && startsHeaders(lines, index);
    const isQuote = forwarded || QUOTED.test(line);
    const isSignature = hasSignature && index >= signature && !isQuote;
    const kind = isSignature ? "signature" : isQuote ? "quote" : "own";
    const last = runs.at(-1);
    if (last?.kind === kind) last.lines.push(line);
    else runs.push({ kind, lines: [line] });
    forwarded ||= FORWARDED.test(line);
  }
  return runs;
}

function writePlain(builder: TextBuilder, text: string): void {
  for (const { kind, lines } of toRuns(text)) {
    const own = lines.join("\n");
    if (kind === "own") builder.append({ text: own, blocks: toTextBlocks(own) }, 1);
    else if (kind === "signature") builder.add("paragraph", own, { boilerplate: true });
    else
      for (const paragraph of lines
        .map((line) => line.replace(/^[ \t]*(?:>[ \t]?)+/, ""))
        .join("\n")
        .split(/\n\s*\n/))
        builder.add("quote", paragraph);
  }
}

function readHtml(html: string, input: FormatInput): Body {
  // The mark wins over what the page says of its bytes, which are no longer those.
  return parseHtml({ ...input, bytes: new TextEncoder().encode(`\uFEFF${html}`) });
}

function readPlain(text: string): Body {
  const builder = createTextBuilder();
  writePlain(builder, text);
  return { ...builder.build(), metadata: {}, warnings: [] };
}

/** @returns the richer of two ways to say the same, never both; no blocks for an empty body. */
export function readBody({ email }: Message, input: FormatInput): Body {
  const { text = "", html = "" } = email;
  if (text.trim() === "" && html.trim() === "") return readPlain("");
  if (html.trim() === "") return readPlain(text);
  const page = readHtml(html, input);
  const isStub = text.trim().length < MIN_PLAIN_SHARE * page.text.length;
  return isStub ? page : { ...readPlain(text), metadata: page.metadata };
}
