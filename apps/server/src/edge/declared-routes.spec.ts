import { Controller, Get, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { describe, expect, it } from '@jest/globals';
import { DeclaredRoutes } from './declared-routes.js';
import { AllowAnyone } from './decorators.js';

@Controller('open')
class OpenController {
  // Lint would say so too; this shows that the start does where lint was silenced.
  // eslint-disable-next-line countersign/guarded-routes
  @Get() open(): string { return 'oh'; }
}

@AllowAnyone()
@Controller('declared')
class DeclaredController {
  @Get() declared(): string { return 'ok'; }
}

const start = async (controller: typeof OpenController | typeof DeclaredController): Promise<void> => {
  @Module({ imports: [DiscoveryModule], controllers: [controller], providers: [DeclaredRoutes] })
  class SpecModule {}
  const made = await Test.createTestingModule({ imports: [SpecModule] }).compile();
  await made.init();
};

describe('the start', () => {
  it('is refused while a route does not say who may call it', async () => {
    await expect(start(OpenController)).rejects.toThrow('OpenController.open (GET)');
    await expect(start(DeclaredController)).resolves.toBeUndefined();
  });
});
