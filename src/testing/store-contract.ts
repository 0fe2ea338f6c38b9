/** @module The promises of a store, for every implementation to be held to. */
import { describe } from "node:test";
import { describeAccess } from "./store-contract-access.ts";
import { describeIndexes } from "./store-contract-indexes.ts";
import { describePlans } from "./store-contract-plans.ts";
import { describeRecords } from "./store-contract-records.ts";
import { describeRegistry } from "./store-contract-registry.ts";
import { describeScope } from "./store-contract-scope.ts";
import { describeSearch } from "./store-contract-search.ts";
import { describeShape } from "./store-contract-shape.ts";
import { describeTraces } from "./store-contract-traces.ts";
import { describeVersions } from "./store-contract-versions.ts";
import { describeWrites } from "./store-contract-writes.ts";
import { promisesOf, type OpenSubject, type StoreContractOptions } from "./store-subject.ts";

/**
 * One test for each promise in the port's comments. It uses the port alone, so that any store can
 * be held to it; `open` is called once or twice a test.
 */
export function describeStore(
  name: string,
  open: OpenSubject,
  options: StoreContractOptions = {},
): void {
  describe(`store contract: ${name}`, () => {
    const promise = promisesOf(open, options);
    describe("writes", () => describeWrites(promise));
    describe("versions", () => describeVersions(promise));
    describe("search", () => describeSearch(promise));
    describe("scope", () => describeScope(promise, open));
    describe("access", () => describeAccess(promise, open));
    describe("records", () => describeRecords(promise));
    describe("registry", () => describeRegistry(promise));
    describe("traces", () => describeTraces(promise));
    describe("several indexes", () => describeIndexes(promise, open));
    describe("plans of indexes", () => describePlans(promise));
    describe("shape of the index", () => describeShape(promise, open));
  });
}
