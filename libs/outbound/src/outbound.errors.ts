/** Why a call was not made, or came to nothing. Stable; kept with the delivery and shown to organisers. */
export type OutboundCode = 'bad_url' | 'bad_scheme' | 'bad_port' | 'private_address' | 'dns' | 'timeout' | 'too_large' | 'tls' | 'connection';

/** Carries a code and nothing of the address, which may hold a secret. */
export class OutboundRefused extends Error {
  constructor(readonly code: OutboundCode) {
    super(code);
    this.name = 'OutboundRefused';
  }
}
