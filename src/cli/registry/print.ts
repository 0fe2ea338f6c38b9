/** @module Releases and decisions about them, for terminals. */
import type { ReleaseDecision, RegistryList } from "../../app/index.ts";
import { paint, toPrintable, type Terminal } from "../terminal.ts";

const COLORS = { pass: "green", fail: "red", inconclusive: "yellow", "not-judged": "dim" } as const;

/** What was decided, why, and whether anything changed. */
export function printDecision(terminal: Terminal, decision: ReleaseDecision): void {
  const { id, kind, verdict, release = "nothing", served, moved, mode, alias } = decision;
  const before = alias === "champion" ? `, was ${served}` : "";
  const change = moved ? `${alias} is ${release}${before}` : "nothing was changed";
  const tried = mode ? ` (${mode.kind} ${mode.share})` : "";
  const judged = verdict === "not-judged" ? kind : `${kind} ${verdict}`;
  terminal.out(`${paint(terminal, COLORS[verdict], judged)}: ${change}${tried}`);
  for (const reason of decision.reasons) terminal.out(`  ${toPrintable(reason)}`);
  for (const warning of decision.warnings) terminal.err(`warning: ${toPrintable(warning)}`);
  terminal.out(`${id}${alias === "champion" && moved ? `; ${served} can be rolled back to` : ""}`);
}

export function printList(terminal: Terminal, list: RegistryList): void {
  const line = (...cells: readonly string[]): void =>
    terminal.out(cells.map(toPrintable).join("\t"));
  for (const { id, createdAt, origin, roles, retiredAt, content } of list.releases) {
    const state = retiredAt === undefined ? roles.join(", ") : "retired";
    const artifacts =
      content.artifacts.length === 0 ? "settings alone" : content.artifacts.join(" ");
    line(id, createdAt.slice(0, 10), state || "-", origin, artifacts);
  }
  for (const { id, manifest, card, taint } of list.artifacts)
    line(id, card.createdAt.slice(0, 10), taint, manifest.kind, card.purpose);
  for (const id of list.unreadable) line(id, "", "unreadable", "", "plumbline registry verify");
  const { challenger } = list;
  if (challenger?.release !== undefined && challenger.mode) {
    const { kind, share } = challenger.mode;
    const { watch } = challenger;
    const seen = watch
      ? `${watch.pairs} compared answers, evidence against it ${watch.evidence.toPrecision(3)} of 20; most of ${watch.told}`
      : "nothing compared yet";
    terminal.err(`challenger ${challenger.release}: ${kind} ${share}, ${seen}`);
    if (watch?.shares && !watch.shares.valid)
      terminal.err(
        `warning: ${watch.shares.challengers} of ${watch.shares.units} readers came to it, which its share does not explain`,
      );
  }
  for (const note of list.notes) terminal.err(`note: ${toPrintable(note)}`);
}
