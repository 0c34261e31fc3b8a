import { Option } from 'commander';
import { ROLES, type Role, type User } from '#libs/access';
import type { AppConfig } from '#libs/config';
import { withServices } from '../services/with-services.js';
import { reportingErrors, say, type Register } from './command.js';
import { withAccess } from './with-access.js';

export interface UserToAdd {
  readonly email: string;
  readonly role: Role;
  readonly name?: string;
  readonly campaign?: string;
  readonly countries?: readonly string[];
  readonly locale?: string;
  /** For the first logins; absent: one is made. */
  readonly password?: string;
}

/** @returns the password if one was made: it is told this once, and must be changed at the first login */
export function addUser(config: AppConfig, { campaign, countries, ...user }: UserToAdd): Promise<{ user: User; password: string | null }> {
  return withAccess(config, async ({ users }) =>
    users.add({ ...user, campaignId: campaign === undefined ? null : await users.campaignIdOf(campaign), jurisdictionIds: countries ?? [] }, 'cli'));
}

export const registerUsers: Register = (program, { projectRoot }) => {
  program.command('users').description('people who organise')
    .command('add').description('add one, and print the password to hand over')
    .requiredOption('--email <address>')
    .addOption(new Option('--role <role>').choices([...ROLES]).makeOptionMandatory())
    .option('--countries <ids>', 'comma-separated ids of countries or regions; without it, the whole campaign', (text: string) => text.split(',').map((id) => id.trim()).filter(Boolean))
    .option('--campaign <slug>', 'without it, every campaign')
    .option('--name <name>')
    .option('--locale <tag>')
    .action(reportingErrors(async (options: UserToAdd) => {
      await withServices({ name: 'users', projectRoot, say }, async (config) => {
        const { user, password } = await addUser(config, options);
        process.stdout.write(`${user.email}\n${password ? `password ${password}   (must be changed at the first login)\n` : ''}`);
      });
    }));
};
