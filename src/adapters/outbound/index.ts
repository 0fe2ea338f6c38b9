/** @module How everything here reaches the outside: one client, two policies, a trap for the rest. */
export { createOutboundAgents, type OutboundAgents } from "./agents.ts";
export { createOutboundClient, type Fetch, type OutboundClient } from "./client.ts";
export { OUTBOUND_LIMITS, type OutboundLimits } from "./limits.ts";
export { createSystemNetwork, type ConnectTarget, type Network } from "./network.ts";
export { trapEgress, type EgressTrap } from "./egress-trap.ts";
export type { OutboundPolicy } from "./policy.ts";
export * from "./errors.ts";
