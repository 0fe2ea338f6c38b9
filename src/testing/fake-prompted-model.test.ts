import { createFakePromptedModel } from "./fake-prompted-model.ts";
import { describePromptedModel, PROMPTED_REQUEST } from "./prompted-model-contract.ts";

describePromptedModel("fake", async () =>
  createFakePromptedModel({ [PROMPTED_REQUEST.question]: "Sixteen." }),
);
