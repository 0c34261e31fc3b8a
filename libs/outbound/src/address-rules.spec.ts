import { describe, expect, it } from '@jest/globals';
import { isPublicAddress, targetFault } from './address-rules.js';

describe('an address of the public internet', () => {
  it.each(['93.184.216.34', '1.1.1.1', '8.8.8.8', '172.15.255.255', '172.32.0.1', '100.63.255.255', '100.128.0.1', '2606:4700:4700::1111', '2a00:1450:4001::1'])('%s is one', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    '0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.100.100.200', '127.0.0.1', '127.255.255.254', '169.254.0.1', '169.254.169.254', '169.254.170.2',
    '172.16.0.1', '172.31.255.255', '192.0.0.1', '192.0.0.192', '192.0.2.1', '192.88.99.1', '192.168.0.1', '198.18.0.1', '198.19.255.255', '198.51.100.1', '203.0.113.1',
    '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255', '168.63.129.16',
    '::', '::1', '::2', 'fe80::1', 'fe80::1%eth0', 'fec0::1', 'fc00::1', 'fd00:ec2::254', 'fdff::1', 'ff02::1', '100::1', '5f00::1', '4000::1',
    '::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:8.8.8.8', '::ffff:7f00:1', '::127.0.0.1', '::ffff:0:127.0.0.1', '64:ff9b::127.0.0.1', '64:ff9b::a9fe:a9fe', '64:ff9b:1::1', '2002:7f00:1::', '2001::1',
    '2001:db8::1', '3fff::1', '2001:10::1', '2001:2::1', 'localhost', '', 'not an address',
  ])('%s is none', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('where we may call', () => {
  it.each(['https://hooks.example.org/x?token=1', 'https://hooks.example.org:8443/', 'https://93.184.216.34/', 'https://[2606:4700:4700::1111]/', 'https://example.org./', 'https://bücher.example.org/'])('%s', (url) => {
    expect(targetFault(url)).toBeNull();
  });

  it.each([
    ['https://127.0.0.1/', 'private_address'], ['https://2130706433/', 'private_address'], ['https://0x7f000001/', 'private_address'], ['https://0177.0.0.1/', 'private_address'],
    ['https://0x7f.1/', 'private_address'], ['https://127.1/', 'private_address'], ['https://0/', 'private_address'], ['https://１２７.0.0.1/', 'private_address'], ['https://169.254.169.254/latest/meta-data', 'private_address'],
    ['https://[::1]/', 'private_address'], ['https://[fd00:ec2::254]/', 'private_address'], ['https://[::ffff:169.254.169.254]/', 'private_address'], ['https://[::ffff:7f00:1]/', 'private_address'],
    ['https://[64:ff9b::10.0.0.1]/', 'private_address'], ['https://localhost/', 'private_address'], ['https://localhost./', 'private_address'], ['https://a.localhost/', 'private_address'],
    ['https://metadata.google.internal/', 'private_address'], ['https://METADATA.google.INTERNAL./', 'private_address'], ['https://metadata/', 'private_address'], ['https://instance-data.ec2.internal/', 'private_address'],
    ['https://printer.local/', 'private_address'], ['https://router.home.arpa/', 'private_address'],
    ['http://hooks.example.org/', 'bad_scheme'], ['http://127.0.0.1/', 'bad_scheme'], ['file:///etc/passwd', 'bad_scheme'], ['gopher://hooks.example.org/', 'bad_scheme'], ['data:text/plain,x', 'bad_scheme'],
    ['https://hooks.example.org:22/', 'bad_port'], ['https://hooks.example.org:5432/', 'bad_port'], ['https://hooks.example.org:80/', 'bad_port'],
    ['https://user:secret@hooks.example.org/', 'bad_url'], ['https://user@hooks.example.org/', 'bad_url'], ['https://', 'bad_url'], ['hooks.example.org', 'bad_url'], ['', 'bad_url'], ['https://1.2.3.4.5/', 'bad_url'],
  ] as const)('not %s: %s', (url, fault) => {
    expect(targetFault(url)).toBe(fault);
  });

  it('lets a test call this machine, and nothing else that is private', () => {
    const rules = { mayCallLoopback: true };
    expect(targetFault('http://127.0.0.1:4711/', rules)).toBeNull();
    expect(targetFault('https://127.0.0.1:4711/', rules)).toBeNull();
    expect(targetFault('http://10.0.0.1/', rules)).toBe('bad_scheme');
    expect(targetFault('https://10.0.0.1/', rules)).toBe('private_address');
    expect(targetFault('https://127.0.0.2/', rules)).toBe('private_address');
  });
});
