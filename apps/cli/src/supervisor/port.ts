import { createServer } from 'node:net';
import { StartError } from '../services/services.errors.js';

/** Found out before anything is started: a server that crashes over and over on a taken port explains itself to nobody. */
export async function refuseTakenPort(host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => reject(portError(error, host, port)));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve()));
  });
}

function portError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE': return new StartError('start.port-taken', `Another program listens on port ${port} of ${host}. Set PORT to a free one, for example PORT=${port + 1} npm start.`);
    case 'EACCES': return new StartError('start.port-forbidden', `This user may not listen on port ${port}. Set PORT to one above 1023.`);
    case 'EADDRNOTAVAIL': return new StartError('start.host-unknown', `HOST ${host} is no address of this machine.`);
    default: return error;
  }
}
