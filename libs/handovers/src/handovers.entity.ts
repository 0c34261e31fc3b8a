import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import {
  type CommitmentKind, type CommitmentStatus, type FigureQualifier, type HandoverLevel, type HandoverRecipientKind, type HandoverStatus, type OtherWords, type ResponseKind,
} from './handovers.types.js';

/** Postgres sends bigint as text; ours are figures of people and fit a number. */
const figure = { to: (value: number | null) => value, from: (value: string | null) => (value === null ? null : Number(value)) };
/** Postgres sends times with seconds; ours have none. */
const minutes = { to: (value: string | null) => value, from: (value: string | null) => value?.slice(0, 5) ?? null };

@Entity({ name: 'handovers' })
export class HandoverEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column({ name: 'campaign_id', type: 'integer' }) campaignId!: number;
  @Column({ name: 'jurisdiction_id', type: 'text' }) jurisdictionId!: string;
  @Column({ type: 'text', nullable: true }) key!: string | null;
  @Column({ type: 'text' }) level!: HandoverLevel;
  @Column({ type: 'text' }) status!: HandoverStatus;
  @Column({ name: 'date_edtf', type: 'text', nullable: true }) dateEdtf!: string | null;
  @Column({ name: 'date_from', type: 'date', nullable: true }) dateFrom!: string | null;
  @Column({ name: 'date_to', type: 'date', nullable: true }) dateTo!: string | null;
  @Column({ name: 'date_note', type: 'text', nullable: true }) dateNote!: string | null;
  @Column({ name: 'start_time', type: 'time', nullable: true, transformer: minutes }) startTime!: string | null;
  @Column({ name: 'time_zone', type: 'text' }) timeZone!: string;
  @Column({ type: 'text', nullable: true }) place!: string | null;
  @Column({ type: 'text', nullable: true }) title!: string | null;
  @Column({ type: 'bigint', nullable: true, transformer: figure }) signatures!: number | null;
  @Column({ name: 'signatures_qualifier', type: 'text', nullable: true }) signaturesQualifier!: FigureQualifier | null;
  @Column({ type: 'bigint', nullable: true, transformer: figure }) residents!: number | null;
  @Column({ name: 'other_figures', type: 'jsonb', default: [] }) otherFigures!: unknown[];
  @Column({ name: 'covers_all', type: 'boolean', default: false }) coversAll!: boolean;
  @Column({ type: 'text', nullable: true }) outcome!: string | null;
  @Column({ type: 'jsonb', default: [] }) claims!: unknown[];
  @Column({ type: 'jsonb', default: [] }) notes!: unknown[];
  @Column({ name: 'held_at', type: 'timestamptz', nullable: true }) heldAt!: Date | null;
  @Column({ name: 'calendar_sequence', type: 'integer', default: 0 }) calendarSequence!: number;
  @Column({ name: 'change_reason', type: 'text', nullable: true }) changeReason!: string | null;
  @Column({ type: 'jsonb', default: {} }) words!: OtherWords;
  @Column({ name: 'embargo_until', type: 'timestamptz', nullable: true }) embargoUntil!: Date | null;
  @Column({ name: 'embargo_zone', type: 'text', nullable: true }) embargoZone!: string | null;
  /** Columns as the public goes on being told them while what became of the day is under embargo. */
  @Column({ name: 'told_before', type: 'jsonb', nullable: true }) toldBefore!: ToldBefore | null;
  @Column({ name: 'created_by', type: 'text' }) createdBy!: string;
}

/** By name of the column, as `as_told` lays them over the row. */
export interface ToldBefore {
  date_edtf: string | null; date_from: string | null; date_to: string | null; start_time: string | null; calendar_sequence: number; change_reason: string | null;
}

@Entity({ name: 'handover_jurisdictions' })
export class HandoverJurisdictionEntity {
  @PrimaryColumn({ name: 'handover_id', type: 'uuid' }) handoverId!: string;
  @PrimaryColumn({ name: 'jurisdiction_id', type: 'text' }) jurisdictionId!: string;
  @Column({ name: 'campaign_id', type: 'integer' }) campaignId!: number;
}

@Entity({ name: 'handover_recipients' })
export class HandoverRecipientEntity {
  @PrimaryColumn({ name: 'handover_id', type: 'uuid' }) handoverId!: string;
  @PrimaryColumn({ type: 'integer' }) position!: number;
  @Column({ name: 'met_only', type: 'boolean', default: false }) metOnly!: boolean;
  @Column({ type: 'text', nullable: true }) name!: string | null;
  @Column({ type: 'text', nullable: true }) office!: string | null;
  @Column({ type: 'text', nullable: true }) body!: string | null;
  @Column({ type: 'text' }) kind!: HandoverRecipientKind;
  @Column({ name: 'office_id', type: 'uuid', nullable: true }) officeId!: string | null;
  @Column({ type: 'jsonb', default: {} }) details!: Record<string, unknown>;
}

@Entity({ name: 'handover_presenters' })
export class HandoverPresenterEntity {
  @PrimaryColumn({ name: 'handover_id', type: 'uuid' }) handoverId!: string;
  @PrimaryColumn({ type: 'integer' }) position!: number;
  @Column({ type: 'text', nullable: true }) name!: string | null;
  @Column({ type: 'text', nullable: true }) affiliation!: string | null;
  @Column({ type: 'jsonb', default: {} }) details!: Record<string, unknown>;
}

@Entity({ name: 'handover_responses' })
export class HandoverResponseEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column({ name: 'handover_id', type: 'uuid' }) handoverId!: string;
  @Column({ type: 'text' }) kind!: ResponseKind;
  @Column({ type: 'text' }) text!: string;
  @Column({ type: 'text', nullable: true }) language!: string | null;
  @Column({ name: 'dated_on', type: 'date', nullable: true }) datedOn!: string | null;
  @Column({ type: 'text', nullable: true }) document!: string | null;
  @Column({ name: 'document_id', type: 'uuid', nullable: true }) documentId!: string | null;
  @Column({ type: 'jsonb', default: {} }) translations!: Record<string, string>;
  @Column({ type: 'uuid', nullable: true }) replaces!: string | null;
  @Column({ name: 'recorded_at', type: 'timestamptz', insert: false, update: false }) recordedAt!: Date;
  @Column({ name: 'recorded_by', type: 'text' }) recordedBy!: string;
}

@Entity({ name: 'commitments' })
export class CommitmentEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column({ name: 'handover_id', type: 'uuid' }) handoverId!: string;
  @Column({ type: 'text', nullable: true }) key!: string | null;
  @Column({ type: 'integer' }) position!: number;
  @Column({ type: 'text' }) text!: string;
  @Column({ type: 'text' }) kind!: CommitmentKind;
  @Column({ name: 'made_by', type: 'text', nullable: true }) madeBy!: string | null;
  @Column({ type: 'text', nullable: true }) instrument!: string | null;
  @Column({ name: 'answers_all', type: 'boolean', default: false }) answersAll!: boolean;
  @Column({ name: 'answers_note', type: 'text', nullable: true }) answersNote!: string | null;
  @Column({ name: 'due_edtf', type: 'text', nullable: true }) dueEdtf!: string | null;
  @Column({ name: 'due_from', type: 'date', nullable: true }) dueFrom!: string | null;
  @Column({ name: 'due_to', type: 'date', nullable: true }) dueTo!: string | null;
  @Column({ name: 'due_kind', type: 'text', default: 'due' }) dueKind!: 'due' | 'review';
  @Column({ type: 'text', nullable: true }) language!: string | null;
  @Column({ type: 'jsonb', default: {} }) words!: OtherWords;
  @Column({ name: 'office_id', type: 'uuid', nullable: true }) officeId!: string | null;
  @Column({ name: 'holder_name', type: 'text', nullable: true }) holderName!: string | null;
  @Column({ type: 'text', nullable: true }) note!: string | null;
  @Column({ name: 'created_by', type: 'text' }) createdBy!: string;
}

@Entity({ name: 'commitment_answers' })
export class CommitmentAnswerEntity {
  @PrimaryColumn({ name: 'commitment_id', type: 'uuid' }) commitmentId!: string;
  @PrimaryColumn({ name: 'call_id', type: 'integer' }) callId!: number;
}

@Entity({ name: 'commitment_statuses' })
export class CommitmentStatusEntity {
  @PrimaryGeneratedColumn({ type: 'bigint' }) id!: string;
  @Column({ name: 'commitment_id', type: 'uuid' }) commitmentId!: string;
  @Column({ type: 'text' }) status!: CommitmentStatus;
  @Column({ name: 'dated_edtf', type: 'text', nullable: true }) datedEdtf!: string | null;
  @Column({ type: 'text', nullable: true }) evidence!: string | null;
  @Column({ name: 'document_id', type: 'uuid', nullable: true }) documentId!: string | null;
  @Column({ name: 'superseded_by', type: 'uuid', nullable: true }) supersededBy!: string | null;
  @Column({ type: 'text', nullable: true }) note!: string | null;
  @Column({ name: 'recorded_by', type: 'text' }) recordedBy!: string;
}

/** What an app hands to `DatabaseModule.forApp`. */
export const HANDOVER_ENTITIES = [
  HandoverEntity, HandoverJurisdictionEntity, HandoverRecipientEntity, HandoverPresenterEntity, HandoverResponseEntity,
  CommitmentEntity, CommitmentAnswerEntity, CommitmentStatusEntity,
];
