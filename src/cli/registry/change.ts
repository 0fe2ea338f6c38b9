/** @module plumbline registry promote, rollback and challenge: what serves becomes another. */
import { InvalidArgumentError, type Command } from "commander";
import { z } from "zod";
import { toExitCode, type GateEvent } from "../../app/index.ts";
import { defineCommand, withApp, type CommandContext } from "../context.ts";
import { usage } from "../errors.ts";
import { follow } from "./follow.ts";
import { printDecision } from "./print.ts";

const Text = z.string().optional();
const GateOptions = z.object({ golden: Text, policy: Text, seed: Text, reason: Text });

const withGate = (command: Command): Command =>
  command
    .option("--golden <folder>", "golden set whose held-out cases decide; folder@hash pins it")
    .option("--policy <file>", "which measures decide, and what may be spent (default: built in)")
    .option("--seed <text>", "names the streams of random numbers (default: 42)")
    .option("--reason <text>", "why, for whoever asks later");

/** Prints what was decided; a gate that says no ends with 1, one that cannot tell with 4. */
async function conclude(
  context: CommandContext,
  events: AsyncIterable<GateEvent>,
  json: boolean,
): Promise<void> {
  const { terminal } = context;
  const { decision } = await follow(terminal, events, "release-decided");
  if (json) terminal.out(JSON.stringify(decision));
  else printDecision(terminal, decision);
  context.exitWith(toExitCode(decision.verdict));
}

export function promoteCommand(context: CommandContext): Command {
  return withGate(
    defineCommand(
      "promote",
      "judge a release on held-out cases, and let it serve where it passes",
      "registry promote rel_1f3a9c0b7d521f3a --golden golden/hr",
      "registry promote rel_1f3a9c0b7d521f3a --golden golden/hr --policy policy.yaml",
    ).argument("<release>", "id, such as rel_1f3a9c…"),
  ).action(async (release: string, given: unknown) => {
    const { golden, ...options } = GateOptions.parse(given);
    if (golden === undefined)
      throw usage({ reason: "--golden names the set whose held-out cases decide" });
    await withApp(context, given, (app, shared) => {
      const input = { release, golden, ...options, signal: context.signal };
      return conclude(context, app.promoteRelease(input), shared.json);
    });
  });
}

export function rollbackCommand(context: CommandContext): Command {
  const { terminal } = context;
  return defineCommand(
    "rollback",
    "let the release serve again that served before; no gate is asked",
    "registry rollback",
    'registry rollback --reason "it misses the new forms"',
  )
    .option("--reason <text>", "why, for whoever asks later")
    .action(async (given: unknown) => {
      const { reason } = GateOptions.parse(given);
      await withApp(context, given, async (app, shared) => {
        const decision = await app.rollBackRelease({ reason });
        if (shared.json) terminal.out(JSON.stringify(decision));
        else printDecision(terminal, decision);
      });
    });
}

const toShare = (text: string): number => {
  const share = Number(text);
  if (!(share > 0 && share <= 1)) throw new InvalidArgumentError("must be a share, such as .2.");
  return share;
};

const ChallengeOptions = GateOptions.extend({
  shadow: z.number().optional(),
  canary: z.number().optional(),
  stop: z.boolean().default(false),
});

export function challengeCommand(context: CommandContext): Command {
  return withGate(
    defineCommand(
      "challenge",
      "try a release on live traffic, unseen or on a share of readers; it goes when it is worse",
      "registry challenge rel_1f3a9c0b7d521f3a --shadow .2",
      "registry challenge rel_1f3a9c0b7d521f3a --canary .05 --golden golden/hr",
      "registry challenge --stop",
    )
      .argument("[release]", "id, such as rel_1f3a9c…")
      .option(
        "--shadow <share>",
        "of questions, answered a second time, which nobody sees",
        toShare,
      )
      .option("--canary <share>", "of readers, answered by it; needs --golden", toShare)
      .option("--stop", "end the trial that runs"),
  ).action(async (release: string | undefined, given: unknown) => {
    const { shadow, canary, stop, ...options } = ChallengeOptions.parse(given);
    if (stop !== (release === undefined) || stop !== (shadow === undefined && canary === undefined))
      throw usage({ reason: "name a release with --shadow or --canary, or --stop alone" });
    if (shadow !== undefined && canary !== undefined)
      throw usage({ reason: "--shadow or --canary, not both" });
    const mode =
      shadow === undefined
        ? canary === undefined
          ? undefined
          : ({ kind: "canary", share: canary } as const)
        : ({ kind: "shadow", share: shadow } as const);
    await withApp(context, given, (app, shared) => {
      const input = { release, mode, ...options, signal: context.signal };
      return conclude(context, app.challengeRelease(input), shared.json);
    });
  });
}
