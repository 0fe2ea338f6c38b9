/** @module What paid calls cost, one row a day and subject. */
import type { Access } from "../../../../domain/access.ts";
import type { SpendEntry } from "../../../../domain/spend.ts";
import { insertRow, sql, type Connection } from "../connection.ts";

const toNumber = (day: string): number => Number(day.replaceAll("-", ""));

const toDay = (number: number): string =>
  String(number).replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3");

/** Inside the transaction that is open, because several processes add to one row. */
export function addSpend(writer: Connection, entry: SpendEntry): void {
  const { subject, calls, usd, unknown } = entry;
  const day = toNumber(entry.day);
  const found = writer
    .all(sql.selectFrom("spend").selectAll().where("day", "=", day))
    .find((row) => row.subject === subject);
  if (!found) insertRow(writer, "spend", { day, subject, calls, usd, unknown });
  else
    writer.run(
      sql
        .updateTable("spend")
        .set({
          calls: found.calls + calls,
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
    .toSorted((a, b) => a.day - b.day || (a.subject < b.subject ? -1 : 1))
    .map(({ day, subject, calls, usd, unknown }) => ({
      day: toDay(day),
      subject,
      calls,
      usd,
      unknown,
    }));
}
