import { Module } from '@nestjs/common';
import { SigningModule } from '../../signing/signing.module.js';
import { PostedSignatures } from './posted-signatures.js';
import { SignaturesController } from './signatures.controller.js';
import { SigningLane } from './signing-lane.js';

/** Signing, confirming and withdrawing under /api/v1. */
@Module({ imports: [SigningModule], controllers: [SignaturesController], providers: [PostedSignatures, SigningLane] })
export class SignaturesApiModule {}
