/** @module From names in the configuration to adapters with valid options. */
import type { z } from "zod";
import type { PaidKind } from "../domain/spend.ts";
import type { AdapterContext, AdapterDefinition } from "../ports/adapter.ts";
import { badAdapterOptions, unknownAdapter } from "./errors.ts";
import { lock, type Paid, type Payable } from "./spend/paid-ports.ts";

/** Any adapter of a port; its options are checked by its own schema. */
export type AnyAdapter<Result> = AdapterDefinition<string, z.ZodType, Result>;

/** What adapters are lent; whom they may contact depends on the options of each. */
export interface Lender extends Omit<AdapterContext, "fetch" | "agent"> {
  fetchFor(options: unknown): AdapterContext["fetch"];
  agentFor(options: unknown): AdapterContext["agent"];
}

interface Choice {
  readonly adapter: string;
  readonly options: unknown;
}

/** Ports whose calls cost nobody anything, whatever is behind them. */
export type FreePort = "source" | "verifier" | "exporter";

/** @throws app.unknown-adapter, app.bad-adapter-options naming each mistake. */
export const createAdapter = <Result>(
  known: readonly AnyAdapter<Result>[],
  port: FreePort,
  choice: Choice,
  lender: Lender,
): Promise<Result> => open(known, port, choice, lender);

/**
 * The one way to a port whose calls may cost money.
 *
 * @param guard stands around each call that is paid for: retries are inside it.
 * @throws app.unknown-adapter, app.bad-adapter-options naming each mistake.
 */
export async function createPaidAdapter<Kind extends PaidKind>(
  known: readonly AnyAdapter<Payable[Kind]>[],
  port: Kind,
  choice: Choice,
  lender: Lender,
  guard: (port: Payable[Kind]) => Payable[Kind] = (opened) => opened,
): Promise<Paid<Kind>> {
  return lock(port, guard(await open(known, port, choice, lender)));
}

async function open<Result>(
  known: readonly AnyAdapter<Result>[],
  port: FreePort | PaidKind,
  choice: Choice,
  { fetchFor, agentFor, ...context }: Lender,
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
  const { data } = options;
  return found.create(data, { ...context, fetch: fetchFor(data), agent: agentFor(data) });
}
