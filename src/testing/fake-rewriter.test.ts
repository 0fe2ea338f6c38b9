import { createFakeRewriter } from "./fake-rewriter.ts";
import { describeRewriter } from "./rewriter-contract.ts";

describeRewriter("fake", async () => createFakeRewriter());
