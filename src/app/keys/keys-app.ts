/** @module Use cases over keys: made and revoked by the owner, asked for by the server. */
import type { KeyRecord } from "../../domain/api-key.ts";
import type { Store } from "../../ports/store.ts";
import { maintenanceAccess } from "../access.ts";
import type { LocalApp } from "../app.ts";
import type { Assembly } from "../assembly.ts";
import type { Writer } from "../writer/writer.ts";
import { checkSecret, makeKey, toCaller, toHour, toSummary } from "./keys.ts";

export interface KeysContext {
  readonly assembly: Pick<Assembly, "clock" | "entropy" | "context">;
  readonly openStore: () => Promise<Store>;
  readonly writer: Writer;
}

export type KeysApp = Pick<LocalApp, "createKey" | "listKeys" | "revokeKey" | "authenticate">;

export function createKeysApp({ assembly, openStore, writer }: KeysContext): KeysApp {
  const { clock, entropy, context } = assembly;
  /** By key, the hour in which its use was last noted. */
  const noted = new Map<string, string>();
  /** Behind the request's back: no answer waits for it, and none fails with it. */
  const noteUse = ({ id, lastUsedAt }: KeyRecord, hour: string): void => {
    if (lastUsedAt === hour || noted.get(id) === hour) return;
    noted.set(id, hour);
    writer.changeKey(id, { lastUsedAt: hour }).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      context.logger.warn("the use of a key was not noted", { id, reason });
    });
  };
  return {
    async createKey(input) {
      const { key, record } = makeKey(input, entropy, clock.now());
      await writer.putKey(record);
      return { key, ...toSummary(record) };
    },
    async listKeys() {
      const store = await openStore();
      return (await store.listKeys(maintenanceAccess("keys"))).map(toSummary);
    },
    async revokeKey(id) {
      const revokedAt = clock.now().toISOString();
      return toSummary(await writer.changeKey(id, { revokedAt }));
    },
    async authenticate(secret) {
      const store = await openStore();
      const now = clock.now();
      const record = await checkSecret(secret, (hash) => store.findKey(hash), now);
      noteUse(record, toHour(now));
      return toCaller(record);
    },
  };
}
