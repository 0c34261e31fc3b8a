const GONE_WITHIN_MS = 20_000;

export default async function teardown() {
  const host = globalThis.countersignTestHost;
  if (!host || host.exitCode !== null) return;
  host.ref();
  await new Promise((resolve) => {
    const limit = setTimeout(() => {
      host.kill('SIGKILL');
      resolve();
    }, GONE_WITHIN_MS);
    host.once('exit', () => {
      clearTimeout(limit);
      resolve();
    });
    host.send('end');
  });
}
