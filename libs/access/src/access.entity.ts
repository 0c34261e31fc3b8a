import { Column, Entity, JoinColumn, ManyToOne, OneToMany, PrimaryColumn, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import type { Action, Role } from './access-rules.js';

@Entity('users')
export class UserEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('text') email!: string;
  @Column('text') name!: string;
  @Column('text', { default: 'en' }) locale!: string;
  @Column('text', { name: 'time_zone', default: 'UTC' }) timeZone!: string;
  /** Not read unless asked for: what is not loaded cannot leak. */
  @Column('text', { name: 'password_hash', select: false }) passwordHash!: string;
  @Column('boolean', { name: 'must_change_password', default: false }) mustChangePassword!: boolean;
  @Column('timestamptz', { name: 'disabled_at', nullable: true }) disabledAt!: Date | null;
  @Column('timestamptz', { name: 'created_at', default: () => 'clock_timestamp()' }) createdAt!: Date;
  @OneToMany(() => UserRoleEntity, (role) => role.user) roles!: Relation<UserRoleEntity[]>;
}

@Entity('user_roles')
export class UserRoleEntity {
  @PrimaryGeneratedColumn('identity', { generatedIdentity: 'ALWAYS' }) id!: number;
  @Column('uuid', { name: 'user_id' }) userId!: string;
  @Column('text') role!: Role;
  @Column('integer', { name: 'campaign_id', nullable: true }) campaignId!: number | null;
  @Column('text', { name: 'jurisdiction_id', nullable: true }) jurisdictionId!: string | null;
  @Column('uuid', { name: 'store_id', nullable: true }) storeId!: string | null;
  @Column('text', { nullable: true }) area!: string | null;
  @ManyToOne(() => UserEntity, (user) => user.roles) @JoinColumn({ name: 'user_id' }) user!: Relation<UserEntity>;
}

@Entity('sessions')
export class SessionEntity {
  @PrimaryColumn('bytea', { name: 'token_hash' }) tokenHash!: Buffer;
  /** By which its user names it, to end it. */
  @Column('uuid', { default: () => 'gen_random_uuid()' }) id!: string;
  @Column('uuid', { name: 'user_id' }) userId!: string;
  @Column('text', { nullable: true }) agent!: string | null;
  /** The password was right, the code is still to come: stands for nobody. */
  @Column('boolean', { name: 'awaits_code', default: false }) awaitsCode!: boolean;
  @Column('text', { name: 'csrf_secret' }) csrfSecret!: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('timestamptz', { name: 'seen_at' }) seenAt!: Date;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt!: Date;
  @ManyToOne(() => UserEntity) @JoinColumn({ name: 'user_id' }) user!: Relation<UserEntity>;
}

@Entity('api_tokens')
export class ApiTokenEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('bytea', { name: 'token_hash', select: false }) tokenHash!: Buffer;
  @Column('uuid', { name: 'user_id' }) userId!: string;
  @Column('text') name!: string;
  /** Null: all that its user may do. */
  @Column('text', { array: true, nullable: true }) scopes!: Action[] | null;
  @Column('timestamptz', { name: 'created_at', default: () => 'clock_timestamp()' }) createdAt!: Date;
  @Column('timestamptz', { name: 'expires_at', nullable: true }) expiresAt!: Date | null;
  @Column('timestamptz', { name: 'used_at', nullable: true }) usedAt!: Date | null;
  @Column('timestamptz', { name: 'revoked_at', nullable: true }) revokedAt!: Date | null;
  @ManyToOne(() => UserEntity) @JoinColumn({ name: 'user_id' }) user!: Relation<UserEntity>;
}

/** What an app that uses this lib hands to `DatabaseModule.forApp`. */
export const accessEntities = [UserEntity, UserRoleEntity, SessionEntity, ApiTokenEntity];
