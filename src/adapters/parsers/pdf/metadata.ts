/** @module What a PDF says about itself: title, author, language, dates. */
import type { Metadata } from "../../../domain/metadata.ts";

export interface PdfFacts {
  readonly title?: string;
  readonly language?: string;
  readonly modifiedAt?: string;
  readonly metadata: Metadata;
}

/** Titles that programs fill in: names of files, numbers, nothing. */
const NO_TITLE =
  /^(?:untitled.*|document\d*|microsoft (?:word|powerpoint|excel).*|.*\.(?:docx?|pdf|rtf|indd|xlsx?|pptx?|htm l?)|[\d\s_-]+)$/i;

/** `D:YYYYMMDDHHmmSSOHH'mm'` (ISO 32000-1, 7.9.4); what is left out is the smallest value. */
export function toIsoTime(date: unknown): string | undefined {
  if (typeof date !== "string") return undefined;
  const match =
    /^(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:([+-])(\d\d)'?(\d\d)?'?|Z.*)?/.exec(date);
  if (!match) return undefined;
  const [, year, month = "01", day = "01", hour = "00", minute = "00", second = "00"] = match;
  const [sign, offsetHour = "00", offsetMinute = "00"] = match.slice(7);
  const zone = sign === undefined ? "Z" : `${sign}${offsetHour}:${offsetMinute}`;
  const instant = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`);
  return Number.isNaN(instant) ? undefined : new Date(instant).toISOString();
}

const toText = (value: unknown): string =>
  typeof value === "string"
    ? value
        .replaceAll(/[\p{Cc}\s]+/gu, " ")
        .trim()
        .toWellFormed()
    : "";

export function toPdfFacts(info: Readonly<Record<string, unknown>>): PdfFacts {
  const [title, author, subject] = [
    toText(info["Title"]),
    toText(info["Author"]),
    toText(info["Subject"]),
  ];
  const language = toText(info["Language"]);
  const createdAt = toIsoTime(info["CreationDate"]);
  const modifiedAt = toIsoTime(info["ModDate"]) ?? createdAt;
  return {
    ...(title === "" || NO_TITLE.test(title) ? {} : { title }),
    ...(/^[a-z]{2,3}(?:-[\w-]+)?$/i.test(language) ? { language } : {}),
    ...(modifiedAt === undefined ? {} : { modifiedAt }),
    metadata: {
      ...(author === "" ? {} : { author }),
      ...(subject === "" ? {} : { subject }),
      ...(createdAt === undefined ? {} : { createdAt }),
    },
  };
}
