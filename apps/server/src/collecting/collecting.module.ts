import { Module } from '@nestjs/common';
import { CallsToActionModule } from '#libs/calls-to-action';
import { PetitionsModule } from '#libs/petitions';
import { StoresModule } from '#libs/stores';
import { SigningModule } from '../signing/signing.module.js';
import { CollectionDesk } from './collection-desk.js';
import { KitReader } from './kit-reader.js';

@Module({ imports: [CallsToActionModule, PetitionsModule, SigningModule, StoresModule], providers: [CollectionDesk, KitReader], exports: [CollectionDesk, KitReader, StoresModule] })
export class CollectingModule {}
