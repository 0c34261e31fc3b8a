import { Module } from '@nestjs/common';
import { HandoversApiModule } from '../handovers/handovers-api.module.js';
import { BundlesController } from './bundles.controller.js';

/** What regional and world handovers are made of, under /api/v1. */
@Module({ imports: [HandoversApiModule], controllers: [BundlesController] })
export class BundlesApiModule {}
