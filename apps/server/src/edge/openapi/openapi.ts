import { Injectable } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { AppConfig } from '#libs/config';

/** The description of the API, made from the code at start. */
@Injectable()
export class OpenApi {
  private made: OpenAPIObject | null = null;

  constructor(private readonly config: AppConfig) {}

  describe(app: NestFastifyApplication): void {
    const builder = new DocumentBuilder()
      .setTitle('Countersign').setVersion('1')
      .setDescription('Petitions in many countries: collect signatures, hand them over, hold governments to their answer.')
      .addServer(this.config.publicUrl)
      .addBearerAuth({ type: 'http', scheme: 'bearer', description: '`countersign token create`' })
      .addCookieAuth('countersign_session')
      .build();
    this.made = SwaggerModule.createDocument(app, builder);
  }

  get document(): OpenAPIObject {
    if (!this.made) throw new Error('the API is described once the server is made');
    return this.made;
  }
}
