/**
 * The only errors that leave this lib. An SMTP refusal quotes the address it refuses, so neither its text, its stack
 * nor its cause is carried on: what is left is a stable code, fit for logs and queues.
 */
export class NotificationError extends Error {
  constructor(readonly code: string) {
    super(code);
    this.name = 'NotificationError';
  }
}
