/** One thing wrong with a file: where, what, and in words. */
export interface ImportFault {
  path: string;
  code: string;
  message: string;
}

/** The file was refused whole: nothing was changed. */
export class ImportRefused extends Error {
  readonly code = 'import.refused';

  constructor(readonly faults: readonly ImportFault[]) {
    super(`${faults.length} faults`);
    this.name = 'ImportRefused';
  }
}
