export { targetFault, type TargetFault } from './address-rules.js';
export { LinkChecks, type LinkState } from './link-checks/link-checks.js';
export { LinkWatch } from './link-checks/link-watch.js';
export { Outbound, OutboundRules, type OutboundAnswer, type OutboundRequest, type Resolver } from './outbound.js';
export { OutboundRefused, type OutboundCode } from './outbound.errors.js';
export { OutboundModule } from './outbound.module.js';
