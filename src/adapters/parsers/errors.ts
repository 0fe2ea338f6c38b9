/** @module Why a file was refused: one code for each reason a person can act on. */
import { defineError, type PlumblineError } from "../../foundation/errors.ts";

/** JSON-safe, so that it travels from a child process: the file's name and counts, never text. */
type Refused = Readonly<{ name: string; reason?: string }>;

/** Names come from strangers: no control or bidi character may reach a terminal. */
const shown = ({ name }: Refused): string => {
  const end = name.slice(-200).toWellFormed();
  return `"${end.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "?")}"`;
};

const because = ({ reason }: Refused): string => (reason === undefined ? "" : `: ${reason}`);

const define = (reason: string, says: string, hint: string, kind: "invalid" | "timeout") =>
  defineError({
    code: `parsers.${reason}`,
    kind,
    message: (details: Refused) => `${shown(details)} ${says}${because(details)}`,
    hint: () => hint,
  });

const refuse = (reason: string, says: string, hint: string) =>
  define(reason, says, hint, "invalid");

export const noTextLayer = refuse(
  "no-text-layer",
  "holds pictures of pages and no text",
  "run it through OCR (for example `ocrmypdf in.pdf out.pdf`) and add the result",
);
export const encrypted = refuse(
  "encrypted",
  "is encrypted or protected by a password",
  "save a copy that is not, and protect it by the collection's access list instead",
);
export const rightsManaged = refuse(
  "rights-managed",
  "is locked by digital rights management",
  "ask its publisher for a copy without a lock, or leave it out",
);
export const broken = refuse(
  "broken",
  "cannot be read as its format",
  "open it in the program that made it, save it again, and add that copy",
);
export const empty = refuse(
  "empty",
  "holds no text",
  "leave it out, or check that the right file was saved",
);
export const encoding = refuse(
  "encoding",
  "is in a character encoding that cannot be told",
  "save it as UTF-8 and add it again",
);
export const binary = refuse(
  "binary",
  "is binary data, not text",
  "give it the extension of its real format, or leave it out",
);
export const unsupported = refuse(
  "unsupported",
  "is of a format that is not read",
  "convert it to a format that is read; Word and PowerPoint files from before 2007 (.doc, .ppt) " +
    "can be saved as DOCX, PPTX or PDF in the program that made them",
);
export const misnamed = refuse(
  "misnamed",
  "is not what its extension says",
  "rename it to its real format, and convert it if that format is not read",
);
export const tooLarge = refuse(
  "too-large",
  "is larger than the limit",
  "split it into parts, or raise the limit in `createParsers`",
);
export const tooDeep = refuse(
  "too-deep",
  "is nested deeper than any real document",
  "if it is genuine, flatten it or convert it to text",
);
export const bomb = refuse(
  "bomb",
  "would swell far beyond its size when opened",
  "do not trust its sender; if it is genuine, open it and save it again",
);
export const timedOut = define(
  "timeout",
  "took too long to parse and was stopped",
  "split it into parts, or raise `maxWallMs`; it is safe to try again on a quieter machine",
  "timeout",
);
export const outOfMemory = refuse(
  "out-of-memory",
  "needed too much memory to parse and was stopped",
  "split it into parts, or raise `maxResidentBytes` and `maxHeapMegabytes`",
);
export const crashed = refuse(
  "crashed",
  "made its parser end without a result",
  "convert it to another format; the other files are not affected",
);

const MAKERS = [
  noTextLayer,
  encrypted,
  rightsManaged,
  broken,
  empty,
  encoding,
  binary,
  unsupported,
  misnamed,
  tooLarge,
  tooDeep,
  bomb,
  timedOut,
  outOfMemory,
  crashed,
];

/** Makes an error of this folder from what a child process reported; unknown codes crash it. */
export function toParserError(code: string, details: Refused): PlumblineError {
  const make = MAKERS.find((maker) => maker.code === code) ?? crashed;
  return make(details);
}
