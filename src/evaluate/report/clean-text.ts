/** @module Foreign text in one line of a report: nothing in it moves the cursor, the line or the eye. */

/** What XML 1.0 forbids, what terminals obey, and what turns the direction of the rest of a line. */
const UNSEEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff]/g;

/** Keeps its lines; every character is legal in XML 1.0, HTML and a terminal. */
export function cleanText(text: string): string {
  return text.toWellFormed().replaceAll(UNSEEN, "").replaceAll(/\r\n?/g, "\n");
}

/** One line, its runs of blanks and line breaks single blanks; longer than `limit` ends in …. */
export function toCleanLine(text: string, limit = Infinity): string {
  const line = cleanText(text).replaceAll(/\s+/g, " ").trim();
  const characters = [...line];
  return characters.length > limit ? `${characters.slice(0, limit - 1).join("")}…` : line;
}
