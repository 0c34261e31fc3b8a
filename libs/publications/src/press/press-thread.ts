import { parentPort } from 'node:worker_threads';
import { type PressOrder, setPaper } from './orders.js';
import { faultProof, type Proof } from './proofs.js';

/** The thread in which papers are set. It is given one order at a time. */
parentPort?.on('message', (order: PressOrder) => {
  void setPaper(order).then((pdf): Proof => ({ bytes: new Uint8Array(pdf) }), faultProof).then((proof) => {
    parentPort?.postMessage(proof, 'bytes' in proof ? [proof.bytes.buffer as ArrayBuffer] : []);
  });
});
