/** @module What a stored document was made from, as the one opaque string that a store keeps of it. */

/** What a source gave along with a content, to ask later whether it has changed. */
export interface Validator {
  /** The content's file name, which says whose parser read it. */
  readonly name: string;
  readonly value: string;
}

export interface Fingerprint {
  /** Hashes of the settings and of the content, and the parser between them. */
  readonly content: string;
  /** Hash of the access that is configured. */
  readonly access: string;
  readonly validator?: Validator | undefined;
}

/** Equal documents have equal fingerprints, but for their validators. */
export function toFingerprint({ content, access, validator }: Fingerprint): string {
  const hashes = `${content}:${access}`;
  return validator ? `${hashes} ${JSON.stringify([validator.name, validator.value])}` : hashes;
}

/** Reads what `toFingerprint` wrote. */
export function parseFingerprint(text: string): Fingerprint {
  const [hashes = "", ...rest] = text.split(" ");
  const colon = hashes.lastIndexOf(":");
  const parts = { content: hashes.slice(0, colon), access: hashes.slice(colon + 1) };
  if (rest.length === 0) return parts;
  const [name, value] = JSON.parse(rest.join(" ")) as [string, string]; // written above
  return { ...parts, validator: { name, value } };
}
