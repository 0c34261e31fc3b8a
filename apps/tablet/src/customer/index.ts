export { CustomerFlow, type CustomerFlowProps } from './customer-flow.js';
