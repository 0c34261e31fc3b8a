export { table, verify } from '#libs/verification';
