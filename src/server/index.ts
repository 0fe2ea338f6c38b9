/** @module The HTTP API: native routes, OpenAI-compatible ones, and their reference. */
export { makeReference } from "./openapi.ts";
export { startServer, type RunningServer, type ServerOptions } from "./listen.ts";
export { createService, type Service, type ServiceOptions } from "./service.ts";
export type { ServiceLimits } from "./guard/limits.ts";
export { ROUTES } from "./routes/index.ts";
