/** @module Prompts as artifacts: a text with a version and a hash, filled in by name. */
import type { PromptReference } from "../../domain/answer-record.ts";
import { hashJson } from "../../foundation/hash.ts";

/** Immutable; a changed text is another version. */
export interface PromptArtifact<Part extends string> extends PromptReference {
  /** Templates by name, with places such as `{{question}}`. */
  readonly parts: Readonly<Record<Part, string>>;
}

export function definePrompt<Part extends string>(
  id: string,
  version: number,
  parts: Readonly<Record<Part, string>>,
): PromptArtifact<Part> {
  return { id, version, parts, sha256: hashJson(parts) };
}

export const toReference = ({ id, version, sha256 }: PromptReference): PromptReference => ({
  id,
  version,
  sha256,
});

/** Name, version and hash in a form that can stand in an adapter's id. */
export const toPromptName = ({ id, version, sha256 }: PromptReference): string =>
  `${id}-${version}-${sha256.slice(0, 8)}`;

/** Fills every place once; what is put in is not looked at again, whatever it holds. */
export function fillIn(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{\{(\w+)\}\}/g, (place, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? "") : place,
  );
}
