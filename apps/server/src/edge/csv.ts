export { csvOf } from '#libs/publications';
