import { Injectable, type Type } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { AppConfig } from '#libs/config';
import { fillIn } from './fill-in.js';

/** Nest's mark of `@ApiExcludeController()`: pages may be called as their API is. */
const EXCLUDED = 'swagger/apiExcludeController';

/** The description of the API, made from the code at start. */
@Injectable()
export class OpenApi {
  private made: OpenAPIObject | null = null;

  constructor(private readonly config: AppConfig, private readonly discovery: DiscoveryService) {}

  describe(app: NestFastifyApplication): void {
    const builder = new DocumentBuilder()
      .setTitle('Countersign').setVersion('1')
      .setDescription('Petitions in many countries: collect signatures, hand them over, hold governments to their answer.')
      .addServer(this.config.publicUrl)
      .addBearerAuth({ type: 'http', scheme: 'bearer', description: '`countersign token create`' })
      .addCookieAuth(this.config.publicUrl.startsWith('https://') ? '__Host-countersign' : 'countersign_session')
      .build();
    this.made = SwaggerModule.createDocument(app, builder, { operationIdFactory: (controller, method) => `${controller}_${method}` });
    const controllers = this.discovery.getControllers().flatMap(({ metatype }) => (typeof metatype === 'function' && !Reflect.hasMetadata(EXCLUDED, metatype) ? [metatype as Type] : []));
    fillIn(this.made, new Map(controllers.map((controller) => [controller.name, controller])));
  }

  get document(): OpenAPIObject {
    if (!this.made) throw new Error('the API is described once the server is made');
    return this.made;
  }
}
