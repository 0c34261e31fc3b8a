export { directionOf, type Direction } from './direction.js';
export { escaped } from './escaped.js';
