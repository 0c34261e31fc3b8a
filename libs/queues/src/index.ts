export { defineJob, handle, QUEUES, type HandledJob, type Handler, type JobContext, type JobKind, type QueueName } from './jobs.js';
export { codeOf, Consumers, pauseBefore, type ConsumerOptions } from './consumers.js';
export { Queues, type JobRequest } from './queues.js';
export { QueuesModule } from './queues.module.js';
export { patientRedis, redisIsAway, redisSafety, type RedisSafety } from './redis.js';
