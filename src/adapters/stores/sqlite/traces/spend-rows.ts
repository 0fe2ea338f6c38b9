/** @module What paid calls cost, one row a day, subject and kind. */
import type { Access } from "../../../../domain/access.ts";
import type { SpendEntry } from "../../../../domain/spend.ts";
import { insertRow, sql, type Connection } from "../connection.ts";

const toNumber = (day: string): number => Number(day.replaceAll("-", ""));

const toDay = (number: number): string =>
  String(number).replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3");

/** Inside the transaction that is open, because several processes add to one row. */
export function addSpend(writer: Connection, entry: SpendEntry): void {
  const { subject, kind, calls, usd, unknown } = entry;
  const { inputTokens: input_tokens, outputTokens: output_tokens } = entry;
  const day = toNumber(entry.day);
  const found = writer
    .all(sql.selectFrom("spend").selectAll().where("day", "=", day))
    .find((row) => row.subject === subject && row.kind === kind);
  const sums = { calls, input_tokens, output_tokens, usd, unknown };
  if (!found) insertRow(writer, "spend", { day, subject, kind, ...sums });
  else
    writer.run(
      sql
        .updateTable("spend")
        .set({
          calls: found.calls + calls,
          input_tokens: found.input_tokens + input_tokens,
          output_tokens: found.output_tokens + output_tokens,
          usd: found.usd + usd,
          unknown: found.unknown + unknown,
        })
        .where("id", "=", found.id),
    );
}

export function listSpend(
  connection: Connection,
  access: Access,
  since: string,
): readonly SpendEntry[] {
  if (access.kind !== "operator") return [];
  return connection
    .all(sql.selectFrom("spend").selectAll().where("day", ">=", toNumber(since)))
    .toSorted((a, b) => a.day - b.day || order(a.subject, b.subject) || order(a.kind, b.kind))
    .map(({ day, subject, kind, calls, input_tokens, output_tokens, usd, unknown }) => ({
      day: toDay(day),
      subject,
      kind,
      calls,
      inputTokens: input_tokens,
      outputTokens: output_tokens,
      usd,
      unknown,
    }));
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
