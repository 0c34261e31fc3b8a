import { type Action, ACTIONS, DEFAULT_TOKEN_DAYS } from '#libs/access';
import { DomainError, type AppConfig } from '#libs/config';
import { withServices } from '../services/with-services.js';
import { reportingErrors, say, type Register } from './command.js';
import { withAccess } from './with-access.js';

export interface TokenToCreate {
  readonly email: string;
  readonly name: string;
  readonly days?: number;
  readonly scopes?: readonly Action[];
}

/** @returns the token, told this once @throws DomainError `access.not_found` if nobody has this address */
export function createToken(config: AppConfig, { email, name, days, scopes }: TokenToCreate): Promise<string> {
  return withAccess(config, async ({ users, tokens }) => {
    const user = await users.byEmail(email);
    if (!user || user.disabledAt !== null) throw new DomainError('access.not_found', 'not-found', { fields: [{ field: 'email', code: 'unknown' }] });
    return (await tokens.create(user.id, name, { days, scopes }, 'cli')).token;
  });
}

export const registerToken: Register = (program, { projectRoot }) => {
  program.command('token').description('tokens for programs (Authorization: Bearer)')
    .command('create').description('make one for a user, and print it')
    .requiredOption('--email <address>')
    .requiredOption('--name <name>', 'what it is for')
    .option('--days <n>', `until it expires (${DEFAULT_TOKEN_DAYS})`, Number)
    .option('--scopes <list>', `comma-separated, of ${ACTIONS.join(', ')}; without it, all that the user may do`, (text: string) => text.split(',').map((scope) => scope.trim()).filter(Boolean))
    .action(reportingErrors(async (options: TokenToCreate) => {
      await withServices({ name: 'token', projectRoot, say }, async (config) => {
        process.stdout.write(`${await createToken(config, options)}\n`);
      });
    }));
};
