/** @module plumbline registry list and show */
import type { Command } from "commander";
import type { Shown } from "../../app/index.ts";
import { defineCommand, withApp, type CommandContext } from "../context.ts";
import { toPrintable, type Terminal } from "../terminal.ts";
import { printDecision, printList } from "./print.ts";

export function listCommand(context: CommandContext): Command {
  const { terminal } = context;
  return defineCommand(
    "list",
    "releases and artifacts, one a line: id, day, role or state, origin or kind, what it holds",
    "registry list",
    "registry list --json",
  ).action(async (given: unknown) => {
    await withApp(context, given, async (app, shared) => {
      const list = await app.listRegistry();
      if (shared.json) terminal.out(JSON.stringify(list));
      else printList(terminal, list);
    });
  });
}

export function showCommand(context: CommandContext): Command {
  const { terminal } = context;
  return defineCommand(
    "show",
    "a release, an artifact or a decision about releases, in full",
    "registry show rel_1f3a9c0b7d521f3a",
    "registry show art_1f3a9c0b7d521f3a --json",
  )
    .argument("<id>", "rel_…, art_… or dec_…")
    .action(async (id: string, given: unknown) => {
      await withApp(context, given, async (app, shared) => {
        const shown = await app.showRegistered(id);
        if (shared.json) terminal.out(JSON.stringify(shown));
        else printShown(terminal, shown);
      });
    });
}

function printShown(terminal: Terminal, shown: Shown): void {
  const line = (name: string, value: string): void =>
    terminal.out(`${name.padEnd(10)}  ${toPrintable(value)}`);
  if (shown.kind === "decision") return printDecision(terminal, shown.decision);
  if (shown.kind === "artifact") {
    const { artifact, problems, usedBy } = shown;
    const { id, sha256, manifest, card, taint } = artifact;
    line("artifact", `${id}, ${manifest.kind}, ${taint}`);
    line("hash", sha256);
    line("purpose", card.purpose);
    line("made", `${card.createdAt} by ${card.lane}`);
    line("verdict", [card.verdict, ...card.reasons].join("; "));
    for (const { name, bytes } of manifest.files) line("file", `${name}, ${bytes} bytes`);
    for (const { role, id: parent } of manifest.parents) line("from", `${role} ${parent}`);
    for (const { heading, lines } of card.sections) line(heading, lines.join("; "));
    for (const each of usedBy) line("used by", each);
    for (const problem of problems) line("problem", problem);
    return;
  }
  const { release, whole, artifacts, changes, decisions } = shown;
  line("release", `${release.id}${release.retiredAt === undefined ? "" : ", retired"}`);
  line("made", `${release.createdAt}, ${release.origin}`);
  if (release.parent !== undefined) line("from", release.parent);
  line("index", whole ? "whole" : "not built");
  for (const { id, taint, card } of artifacts) line("artifact", `${id}, ${taint}: ${card.purpose}`);
  for (const { path, before = "nothing", now = "nothing" } of changes)
    line("differs", `${path}: ${now}; what serves has ${before}`);
  for (const { id, createdAt, kind, verdict } of decisions)
    line("decision", `${id}, ${createdAt.slice(0, 10)}, ${kind}, ${verdict}`);
}
