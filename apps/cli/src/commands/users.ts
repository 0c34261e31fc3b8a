import { Option } from 'commander';
import { invalidUser, notFound, ROLES, type Role, type User } from '#libs/access';
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
  /** Managers only: the code of the one store, or the area whose stores they look after. */
  readonly store?: string;
  readonly area?: string;
  /** For the first logins; absent: one is made. */
  readonly password?: string;
}

/** @returns the password if one was made: it is told this once, and must be changed at the first login */
export function addUser(config: AppConfig, { campaign, countries, store, ...user }: UserToAdd): Promise<{ user: User; password: string | null }> {
  return withAccess(config, async ({ users }) => {
    const campaignId = campaign === undefined ? null : await users.campaignIdOf(campaign);
    // A store's code says something within its campaign only.
    if (store !== undefined && campaignId === null) throw invalidUser([{ field: 'campaign', code: 'required' }]);
    const storeId = store === undefined || campaignId === null ? null : await users.storeIdOf(campaignId, store);
    return users.add({ ...user, campaignId, jurisdictionIds: countries ?? [], storeId }, 'cli');
  });
}

export const registerUsers: Register = (program, { projectRoot }) => {
  const users = program.command('users').description('people who organise');
  users.command('add').description('add one, and print the password to hand over')
    .requiredOption('--email <address>')
    .addOption(new Option('--role <role>').choices([...ROLES]).makeOptionMandatory())
    .option('--countries <ids>', 'comma-separated ids of countries or regions; without it, the whole campaign', (text: string) => text.split(',').map((id) => id.trim()).filter(Boolean))
    .option('--campaign <slug>', 'without it, every campaign')
    .option('--store <code>', 'managers: the one store they look after; needs --campaign')
    .addOption(new Option('--area <name>', 'managers: the area whose stores they look after; needs --campaign').conflicts('store'))
    .option('--name <name>')
    .option('--locale <tag>')
    .action(reportingErrors(async (options: UserToAdd) => {
      await withServices({ name: 'users', projectRoot, say }, async (config) => {
        const { user, password } = await addUser(config, options);
        process.stdout.write(`${user.email}\n${password ? `password ${password}   (must be changed at the first login)\n` : ''}`);
      });
    }));
  users.command('reset-second-factor').description('turn the second factor of somebody off who lost telephone and recovery codes')
    .requiredOption('--email <address>')
    .action(reportingErrors(async ({ email }: { email: string }) => {
      await withServices({ name: 'users', projectRoot, say }, (config) => resetSecondFactor(config, email));
      process.stdout.write('done\n');
    }));
};

/** @throws DomainError `access.not_found` if nobody has this address, `access.not_enrolled` */
export function resetSecondFactor(config: AppConfig, email: string): Promise<void> {
  return withAccess(config, async ({ users, secondFactors }) => {
    const user = await users.byEmail(email);
    if (!user) throw notFound();
    await secondFactors.remove(user.id, 'cli');
  });
}
