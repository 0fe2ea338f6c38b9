/** @module How a comment of an office file reads in its text. */

interface Comment {
  readonly author: string;
  /** As the file writes it; only a date in ISO form is said. */
  readonly writtenAt?: string;
  readonly text: string;
  /** What it stands on, such as a cell. */
  readonly on?: string;
}

/** @returns one line, or none for a comment without words. */
export function toComment({ author, writtenAt = "", text, on }: Comment): readonly string[] {
  if (text.trim() === "") return [];
  const by = author.trim() === "" ? "" : ` by ${author.trim()}`;
  const date = /^\d{4}-\d{2}-\d{2}/.exec(writtenAt)?.[0];
  const place = on === undefined ? "" : ` on ${on}`;
  return [`Comment${place}${by}${date === undefined ? "" : `, ${date}`}: ${text.trim()}`];
}
