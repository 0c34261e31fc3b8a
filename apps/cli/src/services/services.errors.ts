/** Something that keeps the services from starting, said in words for whoever typed the command. */
export class StartError extends Error {
  constructor(readonly code: string, message: string) {
    super(message);
    this.name = 'StartError';
  }
}

/** One line about what is going on, for the terminal. */
export type Say = (line: string) => void;
