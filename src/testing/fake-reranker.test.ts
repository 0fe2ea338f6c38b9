import { createFakeReranker } from "./fake-reranker.ts";
import { describeReranker } from "./reranker-contract.ts";

describeReranker("fake", async () => createFakeReranker());
