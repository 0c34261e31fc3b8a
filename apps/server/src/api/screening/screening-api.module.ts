import { Module } from '@nestjs/common';
import { SigningModule } from '../../signing/signing.module.js';
import { PetitionsApiModule } from '../petitions/petitions-api.module.js';
import { ScreeningApiController } from './screening.controller.js';

@Module({ imports: [PetitionsApiModule, SigningModule], controllers: [ScreeningApiController] })
export class ScreeningApiModule {}
