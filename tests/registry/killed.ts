/** @module The process that is killed: it changes what serves, or what is registered, and dies on the way. */
import { join } from "node:path";
import { writeSync } from "node:fs";
import { z } from "zod";
import { openSqliteStore } from "../../src/adapters/index.ts";
import { createFileArtifactStore } from "../../src/adapters/artifacts/index.ts";
import { loadConfig, openApp, systemClock, systemEntropy } from "../../src/app/index.ts";
import type { Faults } from "../../src/foundation/effects.ts";
import { artifactOf, cardOf } from "../../src/testing/artifact-store-contract.ts";
import { decide, GATE } from "./world.ts";

export const TaskSchema = z.strictObject({
  directory: z.string(),
  kind: z.enum(["promote", "rollback", "gc", "register", "build"]),
  release: z.string().default(""),
  point: z.string(),
  hit: z.int().default(1),
});
export type Task = z.infer<typeof TaskSchema>;

/** Old enough for gc, and named by nothing. */
export async function registerLoose(
  directory: string,
  numbers: readonly number[],
  faults?: Faults,
): Promise<void> {
  const artifacts = createFileArtifactStore({
    directory: join(directory, ".plumbline", "artifacts"),
    entropy: systemEntropy,
    ...(faults ? { faults } : {}),
  });
  for (const n of numbers) await artifacts.put(artifactOf({ recipe: { n } }), cardOf());
}

async function perform({ directory, kind, release, point, hit }: Task): Promise<void> {
  let left = hit;
  const faults: Faults = {
    hit(name) {
      if (name !== point || --left > 0) return;
      writeSync(1, `${name}\n`);
      process.kill(process.pid, "SIGKILL");
    },
  };
  if (kind === "register") {
    await registerLoose(directory, [11, 12], faults);
    return;
  }
  const loaded = await loadConfig({ workingDirectory: directory, environment: {} });
  await using app = await openApp({ loaded, workingDirectory: directory, faults });
  if (kind === "promote") await decide(app.promoteRelease({ release, ...GATE }));
  else if (kind === "rollback") await app.rollBackRelease({});
  else if (kind === "build") for await (const _ of app.buildRelease({ release }));
  else await app.collectGarbage({ remove: true });
}

/** Who moved, as the store tells it without an app. */
export async function readPointer(directory: string) {
  await using store = openSqliteStore({
    directory: join(directory, ".plumbline"),
    mode: "read",
    clock: systemClock,
  });
  return store.findAlias("champion");
}

if (import.meta.main) await perform(TaskSchema.parse(JSON.parse(process.argv[2] ?? "{}")));
