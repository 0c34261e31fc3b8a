import { networkOf } from '../edge/address-key.js';

/** The range an address lies in: of IPv4 the /24, of IPv6 the /48, which are given out as one. */
export function rangeOf(address: string): string {
  if (!address.includes(':')) return address.slice(0, address.lastIndexOf('.'));
  const network = networkOf(address);
  return network.includes(':') ? network.split(':', 3).join(':') : network.slice(0, network.lastIndexOf('.'));
}
