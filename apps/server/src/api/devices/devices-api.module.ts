import { Module } from '@nestjs/common';
import { CollectingModule } from '../../collecting/collecting.module.js';
import { DevicesController } from './devices.controller.js';

/** The tablets' door under /api/v1. */
@Module({ imports: [CollectingModule], controllers: [DevicesController] })
export class DevicesApiModule {}
