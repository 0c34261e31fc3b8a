/** One variable that cannot be used as it stands. Never carries the value: it may be a secret. */
export interface ConfigFault {
  readonly variable: string;
  readonly expected: string;
}

/** The environment cannot be used; `faults` names every variable at fault at once. */
export class ConfigError extends Error {
  readonly code = 'config.invalid';

  constructor(readonly faults: readonly ConfigFault[]) {
    super(['The environment cannot be used:', ...faults.map((fault) => `  ${fault.variable}: expected ${fault.expected}`)].join('\n'));
    this.name = 'ConfigError';
  }
}

/** A process wanted Postgres, Redis or a mail server that its settings only promise. */
export class UnresolvedServiceError extends Error {
  readonly code = 'config.service-unresolved';

  constructor(variable: string) {
    super(`${variable} is not set and no embedded service was started for this process: run it by \`npm start\`, or set ${variable}`);
    this.name = 'UnresolvedServiceError';
  }
}
