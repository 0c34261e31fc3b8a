import { Module } from '@nestjs/common';
import { TabletFiles } from './tablet-files.js';
import { TabletController } from './tablet.controller.js';

/** Serves the tablets' app. What they send comes in by the API (`apps/server/src/api/devices`). */
@Module({ controllers: [TabletController], providers: [TabletFiles] })
export class TabletModule {}
