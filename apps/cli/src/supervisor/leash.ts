/**
 * Loaded into every process that the supervisor starts. A process whose supervisor is gone, however it went, must not go
 * on serving: it is asked to stop in order, and ends in any case.
 */
const GRACE_MS = 10_000;

process.on('disconnect', () => {
  setTimeout(() => process.exit(1), GRACE_MS).unref();
  // What the supervisor itself would have sent; without a listener it ends the process at once.
  process.kill(process.pid, 'SIGTERM');
});
// Listening must not keep a process alive that has nothing else to do.
process.channel?.unref();
