/** @module From names in the configuration to adapters with valid options. */
import type { z } from "zod";
import type { AdapterContext, AdapterDefinition } from "../ports/adapter.ts";
import { badAdapterOptions, unknownAdapter } from "./errors.ts";

/** Any adapter of a port; its options are checked by its own schema. */
export type AnyAdapter<Result> = AdapterDefinition<string, z.ZodType, Result>;

/** What adapters are lent; whom they may contact depends on the options of each. */
export interface Lender extends Omit<AdapterContext, "fetch"> {
  fetchFor(options: unknown): AdapterContext["fetch"];
}

/** @throws app.unknown-adapter, app.bad-adapter-options naming each mistake. */
export async function createAdapter<Result>(
  known: readonly AnyAdapter<Result>[],
  port: string,
  choice: { readonly adapter: string; readonly options: unknown },
  { fetchFor, ...context }: Lender,
): Promise<Result> {
  const { adapter: name } = choice;
  const found = known.find((adapter) => adapter.name === name);
  if (!found) throw unknownAdapter({ port, name, known: known.map((adapter) => adapter.name) });
  const options = found.options.safeParse(choice.options);
  if (!options.success) {
    const mistakes = options.error.issues.map(
      ({ path, message }) => `${path.join(".") || "options"}: ${message}`,
    );
    throw badAdapterOptions({ port, name, mistakes });
  }
  return found.create(options.data, { ...context, fetch: fetchFor(options.data) });
}
