import { AccessService, accessEntities, ApiTokens, AuditLog, SecondFactors, ServerSecret, Users } from '#libs/access';
import type { AppConfig } from '#libs/config';
import { Database, dataSourceFor } from '#libs/database';

export interface Access {
  readonly users: Users;
  readonly tokens: ApiTokens;
  readonly secondFactors: SecondFactors;
  readonly access: AccessService;
  readonly audit: AuditLog;
}

/** The access lib without a server, for as long as `work` takes. `config` must know its database. */
export async function withAccess<Result>(config: AppConfig, work: (access: Access) => Promise<Result>): Promise<Result> {
  const source = await dataSourceFor(config.database, { entities: accessEntities, poolSize: 2, name: 'countersign-cli' }).initialize();
  try {
    const database = new Database(source);
    const audit = new AuditLog(database);
    return await work({ users: new Users(database, audit), tokens: new ApiTokens(database, audit), secondFactors: new SecondFactors(database, audit, new ServerSecret(config)), access: new AccessService(database), audit });
  } finally {
    await source.destroy();
  }
}
