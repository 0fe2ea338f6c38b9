/** @module Every arm of a decision, each opened where it can be asked now, or closed with its reason. */
import type { ArmProvider, ArmRequest, ClosedArm, OpenedArm } from "../../../ports/arm.ts";
import type { Store } from "../../../ports/store.ts";
import { ARMS, describeUnmeasured, type Arm } from "../../../decide/index.ts";
import type { Assembly } from "../../assembly.ts";
import { createAppSystem } from "../../evaluate/app-system.ts";

/** What serves now, answers alone. */
export const createReleaseArm = (assembly: Assembly, store: Store): ArmProvider => ({
  async list({ collections }) {
    const { subject, answer } = await createAppSystem(assembly, store, collections);
    return [{ arm: "retrieval", system: { subject, ...(answer ? { answer } : {}) } }];
  },
});

export interface ListedArms {
  /** In the order of `ARMS`. */
  readonly opened: readonly (OpenedArm & { readonly arm: Arm })[];
  readonly closed: readonly (ClosedArm & { readonly arm: Arm })[];
}

/** The first provider that lists an arm has it; what none lists is closed, and nothing is guessed. */
export async function listArms(
  providers: readonly ArmProvider[],
  request: ArmRequest,
  set: { readonly folder: string; readonly part: string },
): Promise<ListedArms> {
  const offered: (OpenedArm | ClosedArm)[] = [];
  for (const provider of providers) offered.push(...(await provider.list(request)));
  const opened: ListedArms["opened"][number][] = [];
  const closed: ListedArms["closed"][number][] = [];
  for (const arm of ARMS) {
    const found = offered.find((each) => each.arm === arm);
    if (found && "system" in found) opened.push({ ...found, arm });
    else closed.push({ ...describeUnmeasured(arm, set), ...found, arm });
  }
  return { opened, closed };
}
