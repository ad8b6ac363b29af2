import { describe, expect, it } from 'vitest';
import { readAddress } from './address.js';

describe('where npm run flow looks', () => {
  it('looks on this machine, at the ports the system and the simulator usually have', () => {
    expect(readAddress([], {})).toEqual({
      product: 'http://127.0.0.1:5000',
      simulator: 'http://127.0.0.1:5100',
      operatorKey: undefined,
      quietMs: 3_000,
    });
  });

  it('follows the ports of the environment, and takes an empty one as unset', () => {
    const { product, simulator } = readAddress([], { PORT: '6000', SIM_PORT: '' });
    expect([product, simulator]).toEqual(['http://127.0.0.1:6000', 'http://127.0.0.1:5100']);
  });

  it('puts a flag before the environment', () => {
    const { product, simulator } = readAddress(['--url', 'http://a.example:1/', '--sim=http://b.example:2'], {
      PORT: '6000',
    });
    expect([product, simulator]).toEqual(['http://a.example:1', 'http://b.example:2']);
  });

  it('shows the key of the first operator, which may itself hold a colon', () => {
    expect(readAddress([], { OPERATOR_API_KEYS: 'ana:a:secret-key,ben:another-key' }).operatorKey).toBe('a:secret-key');
  });

  it('refuses what is no address, and a flag nobody knows', () => {
    expect(() => readAddress(['--url', 'localhost:5000'], {})).toThrow('localhost:5000 is no http:// address');
    expect(() => readAddress(['--port', '1'], {})).toThrow('--port');
  });
});
