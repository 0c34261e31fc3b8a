import { describe, expect, it } from '@jest/globals';
import { QueryRunnerProviderAlreadyReleasedError } from 'typeorm';
import { databaseIsAway } from './away.js';

const failed = (fields: object, message = 'x'): Error => Object.assign(new Error(message), fields);

describe('an error of the database', () => {
  it('is its absence where a connection, its room or its readiness is missing', () => {
    for (const code of ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '08006', '53300', '53100', '57P01', '57P03', '25006', '55P03', '57014']) {
      expect([code, databaseIsAway(failed({ code }))]).toEqual([code, true]);
      expect([code, databaseIsAway(failed({ driverError: { code } }))]).toEqual([code, true]);
    }
    expect(databaseIsAway(failed({ code: 'ENOENT', syscall: 'connect' }))).toBe(true);
    expect(databaseIsAway(new QueryRunnerProviderAlreadyReleasedError())).toBe(true);
    for (const words of ['Connection terminated unexpectedly', 'timeout exceeded when trying to connect']) expect(databaseIsAway(failed({}, words))).toBe(true);
  });

  it('is a fault of ours where the question was wrong', () => {
    for (const code of ['42P01', '23505', '22P02', '40001']) expect(databaseIsAway(failed({ driverError: { code } }))).toBe(false);
    expect(databaseIsAway(failed({ code: 'ENOENT', syscall: 'open' }))).toBe(false);
    expect(databaseIsAway(failed({}))).toBe(false);
    expect(databaseIsAway(null)).toBe(false);
  });
});
