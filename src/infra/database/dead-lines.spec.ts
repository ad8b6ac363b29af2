import { EventEmitter } from 'node:events';
import type { Pool } from 'pg';
import { beforeEach, describe, expect, it } from 'vitest';
import { closeDeadLines } from './dead-lines.js';

const silence = new Error('Query read timeout');

describe('When no answer came on a connection', () => {
  let pool: EventEmitter;
  let told: string[];
  const client = (name: string): EventEmitter =>
    new EventEmitter().on('error', () => told.push(name)).on('error', () => undefined);
  const lend = (one: EventEmitter, error?: Error): void => {
    pool.emit('acquire', one);
    pool.emit('release', error, one);
  };
  beforeEach(() => {
    pool = new EventEmitter();
    told = [];
    closeDeadLines(pool as Pool);
  });

  it('those that lie idle are closed, and neither those in use nor those that are gone', () => {
    const [idle, used, gone] = [client('idle'), client('used'), client('gone')];
    for (const one of [idle, used, gone]) lend(one);
    pool.emit('acquire', used);
    pool.emit('remove', gone);
    lend(client('silent'), silence);
    expect(told).toEqual(['idle']);
  });

  it('is not what a statement means that was refused', () => {
    lend(client('idle'));
    lend(client('refused'), new Error('duplicate key value violates unique constraint'));
    expect(told).toEqual([]);
  });
});
