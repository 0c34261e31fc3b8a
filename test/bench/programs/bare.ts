/** The ceilings: what Fastify does with such a request when nothing is kept, and with a question whose answer is always the same. */
import Fastify from 'fastify';

const text = (max: number): object => ({ type: 'string', minLength: 1, maxLength: max });

const app = Fastify({ logger: false });
app.post('/api/v1/petitions/:petition/signatures', {
  schema: { body: {
    type: 'object', additionalProperties: false, required: ['givenName', 'email', 'country', 'ageConfirmed', 'consent'],
    properties: {
      givenName: text(100), familyName: text(100), email: text(254), country: { type: 'string', pattern: '^[A-Z]{2}$' }, postcode: text(20), town: text(100),
      ageConfirmed: { const: true }, consent: { type: 'object', required: ['petition'], properties: { petition: { const: true } } },
    },
  } },
}, (_request, reply) => reply.status(202).send({ receipt: '1234-5678-9012', status: 'received' }));
app.get('/count', (_request, reply) => reply.send({ counted: 1 }));
await app.listen({ port: Number(process.env['PORT']), host: '127.0.0.1' });
process.send?.('ready');
