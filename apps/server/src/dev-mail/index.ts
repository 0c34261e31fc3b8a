export { DevMailModule } from './dev-mail.module.js';
export { MailBox, type CaughtMail } from './mail-box.js';
