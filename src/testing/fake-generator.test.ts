import { createFakeGenerator } from "./fake-generator.ts";
import { describeGenerator } from "./generator-contract.ts";

describeGenerator("fake", async () => createFakeGenerator());
