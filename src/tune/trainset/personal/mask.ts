/** @module Personal data replaced by numbered placeholders, the same ones all through a row. */
import { findNames } from "./find-names.ts";
import { findNumbers, type PersonalKind, type PersonalSpan } from "./find-numbers.ts";

/** Raised when a rule changes what is masked: rows say which rules they were masked by. */
export const MASKING = "mask-1";

export interface Masker {
  /** `<PERSON_1>`, `<EMAIL_1>`, …: what was seen before has the number it had. */
  mask(text: string): string;
  /** Places masked so far, by kind. */
  readonly counts: Readonly<Partial<Record<PersonalKind, number>>>;
}

/** In the order of the text; a number wins over a name that it would overlap. */
export function findPersonal(text: string, own: readonly string[] = []): readonly PersonalSpan[] {
  const numbers = findNumbers(text);
  const names = findNames(text, own).filter(
    (name) => !numbers.some((span) => span.start < name.end && name.start < span.end),
  );
  return [...numbers, ...names].toSorted((a, b) => a.start - b.start);
}

/** For the texts of one row; what stood there is forgotten with it. */
export function createMasker(own: readonly string[] = []): Masker {
  const known = new Map<string, string>();
  const numbers = new Map<PersonalKind, number>();
  const counts: Partial<Record<PersonalKind, number>> = {};
  const toPlaceholder = (kind: PersonalKind, said: string): string => {
    const key = `${kind} ${said.toLowerCase().replaceAll(/[\s()./-]/g, "")}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const number = (numbers.get(kind) ?? 0) + 1;
    numbers.set(kind, number);
    const placeholder = `<${kind}_${number}>`;
    known.set(key, placeholder);
    return placeholder;
  };
  return {
    counts,
    mask(text) {
      let masked = "";
      let from = 0;
      for (const { kind, start, end } of findPersonal(text, own)) {
        masked += text.slice(from, start) + toPlaceholder(kind, text.slice(start, end));
        counts[kind] = (counts[kind] ?? 0) + 1;
        from = end;
      }
      return masked + text.slice(from);
    },
  };
}
