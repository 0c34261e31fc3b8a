import { describe, expect, it } from '@jest/globals';
import { defineJob, handle, handlerTable } from './jobs.js';

const nothing = async (): Promise<void> => undefined;

describe('the table of jobs', () => {
  const letter = defineJob<{ id: string }>('spec.letter', 'acts');
  const bell = defineJob<{ id: string }>('spec.bell', 'clockwork');

  it('maps each declared job to its handler', () => {
    const table = handlerTable([handle(letter, nothing), handle(bell, nothing)], ['spec.letter', 'spec.bell']);
    expect([...table.keys()]).toEqual(['spec.letter', 'spec.bell']);
  });

  it('refuses to start when a job has no handler', () => {
    expect(() => handlerTable([handle(letter, nothing)])).toThrow("job 'spec.bell' has no handler");
  });

  it('refuses to start when a job has two handlers', () => {
    expect(() => handlerTable([handle(letter, nothing), handle(letter, nothing)])).toThrow("job 'spec.letter' has two handlers");
  });

  it('refuses a second declaration of the same name', () => {
    expect(() => defineJob('spec.letter', 'acts')).toThrow("job 'spec.letter' is declared twice");
  });
});
