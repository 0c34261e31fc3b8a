import { Module } from '@nestjs/common';

/** Sessions, users and tokens under /api/v1. */
@Module({ controllers: [] })
export class AccessApiModule {}
