import { createFakeVerifier } from "./fake-verifier.ts";
import { describeVerifier } from "./verifier-contract.ts";

describeVerifier("fake", async () => createFakeVerifier());
