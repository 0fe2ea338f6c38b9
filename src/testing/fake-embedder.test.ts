import { describeEmbedder } from "./embedder-contract.ts";
import { createFakeEmbedder } from "./fake-embedder.ts";

describeEmbedder("fake", async () => createFakeEmbedder());
