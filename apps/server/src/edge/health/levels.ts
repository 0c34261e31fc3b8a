import { gauge, type Gauges } from '#libs/metrics';
import { type BatchDoor } from '#libs/signatures';

const DOOR_IN_USE = gauge('door_in_use', 'The door where the next batch is put down: 1; the others 0', ['door']);
const REDIS_BYTES = gauge('redis_bytes', 'Memory that Redis uses');
const REDIS_MOST_BYTES = gauge('redis_most_bytes', 'Memory beyond which no more signatures are put into Redis');

/** What this server knows of the doors, looked up when Prometheus asks. */
export const doorLevels = (door: BatchDoor): Gauges => async () => {
  const { inUse } = door.state();
  for (const one of ['redis', 'postgres', 'none'] as const) DOOR_IN_USE.set({ door: one }, one === inUse ? 1 : 0);
  const { redisBytes, redisMostBytes } = await door.backlog();
  if (redisBytes !== null) REDIS_BYTES.set(redisBytes);
  REDIS_MOST_BYTES.set(redisMostBytes);
};
