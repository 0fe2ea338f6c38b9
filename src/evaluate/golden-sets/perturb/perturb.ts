/** @module Variants of cases, each the same question in another form. */
import type { GoldenCase } from "../../../domain/golden-set.ts";
import type { UnassignedCase } from "../split/assign-parts.ts";
import { tellLanguage, type TextTools } from "../text-tools.ts";
import { toForm, type Form } from "./forms.ts";

/** What a variant is, after the case's own stratum: `form:typos`. */
export const toFormStratum = (form: Form): string => `form:${form}`;

/**
 * One variant for each case and form that changes it, `ID~form` by id; what is right stays as it is.
 * Retired cases, and variants themselves, have none.
 *
 * @param at when they were made, ISO 8601.
 */
export function perturbCases(
  cases: readonly GoldenCase[],
  forms: readonly Form[],
  { seed, at, tools }: { seed: string; at: string; tools: TextTools },
): readonly (UnassignedCase & Pick<GoldenCase, "part">)[] {
  const originals = cases.filter((each) => !each.retired && each.variantOf === undefined);
  const usual = tellLanguage(
    originals.map(({ text }) => text),
    tools,
  );
  return originals.flatMap((original) =>
    forms.flatMap((form) => {
      const language = original.language ?? usual;
      const context = { language, seed: `${seed}/${original.id}`, tools };
      const text = toForm(form, original.text, context);
      if (text === original.text || text === "") return [];
      const { hash: _, ...draft } = original;
      return [
        {
          ...draft,
          id: `${original.id}~${form}`,
          text,
          stratum: toFormStratum(form),
          origin: "perturbed",
          variantOf: original.id,
          createdAt: at,
        },
      ];
    }),
  );
}
