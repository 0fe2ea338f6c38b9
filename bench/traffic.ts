/**
 * @module How soon a challenger that is worse is taken back, and how often one that is not:
 * `node bench/traffic.ts [--runs 200] [--answers 2000] [--mode shadow|canary]`.
 *
 * Simulates the comparison alone, in the shadow and as a canary of a tenth of the readers: answers
 * fail, abstain, lose citations and take time as they do in traces, independently of each other.
 */
import { parseArgs } from "node:util";
import { createRandom, type Random } from "../src/foundation/random.ts";
import { Watch, type Trial } from "../src/registry/index.ts";
import type { Trace } from "../src/domain/trace.ts";
import { percentile } from "./statistics.ts";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "200" },
    answers: { type: "string", default: "2000" },
    planted: { type: "string", default: "50" },
    mode: { type: "string" },
  },
});
const RUNS = Number(values.runs);
const MOST = Number(values.answers);
const PLANTED = Number(values.planted);

/** Chances of one answer, and the median of its log-normal time. */
interface Behavior {
  readonly failed: number;
  readonly abstained: number;
  readonly unsupported: number;
  readonly ms: number;
}

const SOUND: Behavior = { failed: 0.01, abstained: 0.15, unsupported: 0.03, ms: 120 };

const REGRESSIONS: Readonly<Record<string, Partial<Behavior>>> = {
  "abstains on 30 % instead of 15 %": { abstained: 0.3 },
  "abstains on 50 %": { abstained: 0.5 },
  "never abstains": { abstained: 0 },
  "5 % fail instead of 1 %": { failed: 0.05 },
  "10 % fail": { failed: 0.1 },
  "10 % lose a citation instead of 3 %": { unsupported: 0.1 },
  "20 % lose a citation": { unsupported: 0.2 },
  "takes half as long again": { ms: 180 },
  "takes twice as long": { ms: 240 },
};

function draw(random: Random, behavior: Behavior): Pick<Trace, "outcome" | "spans"> {
  const happens = (chance: number): boolean => random.uniform() < chance;
  let normal = -6;
  for (let i = 0; i < 12; i++) normal += random.uniform();
  const durationMs = behavior.ms * Math.exp(0.4 * normal);
  const span = { spanId: "1", startMs: 0, durationMs };
  const attributes = { sentences: 1, failed: happens(behavior.unsupported) ? 1 : 0 };
  const outcome = happens(behavior.failed)
    ? "error"
    : happens(behavior.abstained)
      ? "abstained"
      : "answered";
  return { outcome, spans: [{ ...span, kind: "cite", attributes }] };
}

interface Run {
  readonly seed: string;
  readonly challenger: Behavior;
  readonly mode: Trial["mode"];
  readonly most: number;
}

/** @returns compared answers until it is taken back; infinite where it never is. */
function simulate({ seed, challenger, mode, most }: Run): number {
  const random = createRandom(`traffic/${seed}`);
  const watch = new Watch({ champion: "rel_a", challenger: "rel_b", mode });
  const told = { operation: "ask", principals: [] } as const;
  for (let asked = 0; ; asked++) {
    const isCanary = mode.kind === "canary" && random.uniform() < mode.share;
    const mine = {
      ...told,
      spanId: `s${asked}`,
      conversationId: `c${asked}`,
      source: "user",
    } as const;
    if (isCanary) watch.see({ ...mine, ...draw(random, challenger), release: "rel_b" });
    else watch.see({ ...mine, ...draw(random, SOUND), release: "rel_a" });
    if (mode.kind === "shadow")
      watch.see({
        ...told,
        ...draw(random, challenger),
        spanId: `x${asked}`,
        parentSpanId: `s${asked}`,
        source: "shadow",
        release: "rel_b",
      });
    else if (!isCanary) continue;
    const { pairs, verdict } = watch.read();
    if (verdict === "worse") return pairs;
    if (pairs >= most) return Infinity;
  }
}

const MODES: readonly Trial["mode"][] = [
  { kind: "shadow", share: 1 },
  { kind: "canary", share: 0.1, salt: "" },
];

console.log(
  `answers compared until the challenger is taken back; ${RUNS} runs of ${MOST} of equal systems, ${PLANTED} of each regression`,
);
console.log("mode\tchallenger\truns\ttaken back\tmedian\tp90\twithin 300");
for (const mode of MODES.filter(({ kind }) => kind === (values.mode ?? kind))) {
  const equal = Array.from({ length: RUNS }, (_, run) =>
    simulate({ seed: `equal/${mode.kind}/${run}`, challenger: SOUND, mode, most: MOST }),
  );
  report(mode.kind, "as good", equal);
  for (const [name, change] of Object.entries(REGRESSIONS))
    report(
      mode.kind,
      name,
      Array.from({ length: PLANTED }, (_, run) => {
        const challenger = { ...SOUND, ...change };
        return simulate({ seed: `${name}/${mode.kind}/${run}`, challenger, mode, most: MOST });
      }),
    );
}

function report(mode: string, name: string, found: readonly number[]): void {
  const taken = found.filter((pairs) => pairs < Infinity);
  const within = found.filter((pairs) => pairs <= 300);
  const share = (some: readonly number[]): string =>
    `${((100 * some.length) / found.length).toFixed(1)} %`;
  const at = (p: number): string =>
    taken.length > found.length * p ? percentile(found, p).toFixed(0) : "-";
  console.log([mode, name, found.length, share(taken), at(0.5), at(0.9), share(within)].join("\t"));
}
