/** @module Use cases: what is deleted when its time is over, and what is held. Owner only. */
import { PrincipalSchema } from "../../domain/principal.ts";
import {
  RETENTION_CLASSES,
  type Hold,
  type PurgeReceipt,
  type RetentionClass,
} from "../../domain/retention.ts";
import { createRandomId } from "../../foundation/ids.ts";
import { maintenanceAccess } from "../access.ts";
import { badHold, notFound } from "../errors.ts";
import { daysBefore } from "./moment.ts";
import type { RecordsContext } from "./reading.ts";

export interface HoldInput {
  readonly kind: Hold["kind"];
  readonly subject: string;
  readonly reason: string;
}

export interface RetentionInput {
  readonly dryRun: boolean;
  /** Absent: every class that is not kept forever. */
  readonly classes?: readonly RetentionClass[] | undefined;
}

export interface RetentionApp {
  /** In the order they were placed, released ones too. */
  listHolds(): Promise<readonly Hold[]>;
  /** @throws app.bad-hold */
  placeHold(input: HoldInput): Promise<Hold>;
  /** @throws app.not-found */
  releaseHold(id: string): Promise<Hold>;
  /** Deletes, or counts, what the configuration no longer keeps; one receipt a class. */
  runRetention(input: RetentionInput): Promise<readonly PurgeReceipt[]>;
}

export function createRetentionApp({ assembly, openStore, writer }: RecordsContext): RetentionApp {
  const { clock, entropy, loaded } = assembly;
  const listHolds = async (): Promise<readonly Hold[]> =>
    (await openStore()).listHolds(maintenanceAccess("holds"));
  return {
    listHolds,
    async placeHold({ kind, subject, reason }) {
      checkHold({ kind, subject, reason });
      const placedAt = clock.now().toISOString();
      const hold = { id: createRandomId("hld", entropy), kind, subject, reason, placedAt };
      await writer.putHold(hold);
      return hold;
    },
    async releaseHold(id) {
      const hold = (await listHolds()).find((each) => each.id === id);
      if (!hold) throw notFound({ what: "hold", id });
      const released = { ...hold, releasedAt: hold.releasedAt ?? clock.now().toISOString() };
      await writer.putHold(released);
      return released;
    },
    async runRetention({ dryRun, classes = RETENTION_CLASSES }) {
      const receipts: PurgeReceipt[] = [];
      for (const name of classes) {
        const days = loaded.config.retention[name];
        if (days === "forever") continue;
        const before = daysBefore(clock.now(), days);
        receipts.push(await writer.purge({ class: name, before, dryRun }));
      }
      return receipts;
    },
  };
}

/** A document's id is not looked up: a hold may outlive it. */
function checkHold({ kind, subject, reason }: HoldInput): void {
  if (reason.trim() === "") throw badHold({ reason: "it has no reason" });
  if (subject === "") throw badHold({ reason: "it names nothing" });
  if (kind === "document" && !/^doc_[0-9a-f]{20}$/.test(subject))
    throw badHold({ reason: `${JSON.stringify(subject)} is no document's id` });
  if (kind === "person" && subject !== "operator" && !PrincipalSchema.safeParse(subject).success)
    throw badHold({ reason: `${JSON.stringify(subject)} is no principal` });
}
