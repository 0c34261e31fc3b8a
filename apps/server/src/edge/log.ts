export { Log, NestLog } from '#libs/config';
