/** @module plumbline registry build, verify, retire and gc */
import type { Command } from "commander";
import { z } from "zod";
import { defineCommand, withApp, type CommandContext } from "../context.ts";
import { createProgress, type Progress } from "../progress.ts";
import { paint, toPrintable } from "../terminal.ts";

export function buildCommand(context: CommandContext): Command {
  const { terminal, signal } = context;
  return defineCommand(
    "build",
    "index every document as a release needs it, beside the index that serves",
    "registry build rel_1f3a9c0b7d521f3a",
  )
    .argument("<release>", "id, such as rel_1f3a9c…")
    .action(async (release: string, given: unknown) => {
      await withApp(
        context,
        given,
        async (app, shared) => {
          let progress: Progress | undefined;
          let documents = 0;
          for await (const { done, of } of app.buildRelease({ release, signal })) {
            progress ??= createProgress(terminal, of);
            for (; documents < done; documents++) progress.step("documents");
          }
          progress?.end();
          terminal.out(
            shared.json
              ? JSON.stringify({ release, whole: true, documents })
              : `${release}: its index is whole`,
          );
        },
        { writes: true },
      );
    });
}

export function verifyCommand(context: CommandContext): Command {
  const { terminal } = context;
  return defineCommand(
    "verify",
    "read every artifact and release again, and say what is not as it was registered",
    "registry verify",
  ).action(async (given: unknown) => {
    await withApp(context, given, async (app, shared) => {
      const verified = await app.verifyRegistry();
      if (shared.json) terminal.out(JSON.stringify(verified));
      else {
        for (const problem of verified.problems)
          terminal.out(paint(terminal, "red", `problem: ${toPrintable(problem)}`));
        const { releases, artifacts, sound } = verified;
        terminal.out(
          `${releases} releases, ${artifacts} artifacts: ${sound ? "sound" : "NOT SOUND"}`,
        );
      }
      if (!verified.sound) context.exitWith(1);
    });
  });
}

const RetireOptions = z.object({ undo: z.boolean().default(false) });

export function retireCommand(context: CommandContext): Command {
  const { terminal } = context;
  return defineCommand(
    "retire",
    "keep a release or an artifact from ever serving; what it alone needs may then be removed",
    "registry retire rel_1f3a9c0b7d521f3a",
    "registry retire rel_1f3a9c0b7d521f3a --undo",
  )
    .argument("<id>", "rel_… or art_…")
    .option("--undo", "let it serve again")
    .action(async (id: string, given: unknown) => {
      const { undo } = RetireOptions.parse(given);
      await withApp(context, given, async (app, shared) => {
        await app.retireRegistered({ id, undo });
        terminal.out(
          shared.json
            ? JSON.stringify({ id, retired: !undo })
            : `${id} ${undo ? "may serve again" : "is retired"}`,
        );
      });
    });
}

const GcOptions = z.object({ delete: z.boolean().default(false) });

export function gcCommand(context: CommandContext): Command {
  const { terminal } = context;
  return defineCommand(
    "gc",
    "list what no release, decision, alias or hold names; --delete removes it",
    "registry gc",
    "registry gc --delete",
  )
    .option("--delete", "remove what is listed")
    .action(async (given: unknown) => {
      const { delete: remove } = GcOptions.parse(given);
      await withApp(
        context,
        given,
        async (app, shared) => {
          const collected = await app.collectGarbage({ remove });
          if (shared.json) return terminal.out(JSON.stringify(collected));
          const { artifacts, plans, kept } = collected;
          const verb = remove ? "removed" : "would be removed";
          for (const id of artifacts) terminal.out(`${id}\t${verb}`);
          for (const { chunking, embedder } of plans)
            terminal.out(`index of ${chunking.maxTokens} tokens, ${embedder.adapter}\t${verb}`);
          for (const [id, by] of Object.entries(kept)) terminal.err(`${id} is kept: ${by}`);
          if (artifacts.length + plans.length === 0) terminal.err("nothing to remove");
          else if (!remove) terminal.err("nothing was removed yet: add --delete");
        },
        { writes: remove },
      );
    });
}
