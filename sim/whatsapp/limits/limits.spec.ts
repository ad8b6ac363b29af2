import { describe, expect, it } from 'vitest';
import { userIdOf } from '../customer.js';
import { now } from '../../records.js';
import { CustomerWindow } from './customer-window.js';
import { SendRates } from './send-rates.js';

const PHONE = '919876543210';
const HOUR = 3_600;
const seconds = (): number => now() / 1_000;

describe('The window of a customer', () => {
  it('is open for 24 hours after the newest message, by the timestamp, whatever order they come in', () => {
    const window = new CustomerWindow();
    expect(window.of(PHONE)).toBe('unknown');
    window.heard([PHONE], String(seconds() - 23 * HOUR));
    window.heard([PHONE], String(seconds() - 30 * HOUR));
    expect(window.of(PHONE)).toBe('open');
    expect(window.of(PHONE, now() + 1.1 * HOUR * 1_000)).toBe('closed');
  });

  it('is the same by phone, with or without plus, and by user id', () => {
    const window = new CustomerWindow();
    window.heard([`+${PHONE}`], seconds());
    expect([window.of(PHONE), window.of(`+${PHONE}`), window.of(userIdOf(PHONE))]).toEqual(['open', 'open', 'open']);
    window.heard(['US.1'], seconds());
    expect(window.of('US.1')).toBe('open');
  });

  it('does not stay open longer for a message from the future, and takes no odd timestamp', () => {
    const window = new CustomerWindow();
    for (const odd of ['soon', '', null, undefined]) window.heard([PHONE], odd);
    expect(window.of(PHONE)).toBe('unknown');
    window.heard([PHONE], seconds() + 100 * HOUR);
    expect(window.of(PHONE, now() + 25 * HOUR * 1_000)).toBe('closed');
  });
});

describe('The rates', () => {
  const passed = (count: number, take: () => boolean): number =>
    Array.from({ length: count }, take).filter(Boolean).length;

  it('lend 45 at once to one customer and get one back every 6 seconds', () => {
    const rates = new SendRates();
    expect(passed(50, () => rates.takePair('a', 0))).toBe(45);
    expect(rates.takePair('b', 0)).toBe(true);
    expect(rates.takePair('a', 5_999)).toBe(false);
    expect(passed(5, () => rates.takePair('a', 12_000))).toBe(2);
    expect(passed(60, () => rates.takePair('a', 600_000))).toBe(45);
  });

  it('count all customers together a second, and none when they are off', () => {
    const rates = new SendRates();
    expect(passed(90, () => rates.takeThroughput(80, 0))).toBe(80);
    expect(passed(90, () => rates.takeThroughput(80, 500))).toBe(40);
    expect(passed(1_000, () => rates.takeThroughput(0, 500))).toBe(1_000);
  });
});
