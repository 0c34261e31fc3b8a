import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import request from 'supertest';
import { startServer, type StartedServer } from '../../../../../test/support/app.js';
import { testDatabase, type TestDatabase } from '../../../../../test/support/services.js';
import { operationsOf } from './fill-in.js';
import { OpenApiModule } from './openapi.module.js';

let database: TestDatabase;
let server: StartedServer;
let api: OpenAPIObject;

beforeAll(async () => {
  database = await testDatabase();
  server = await startServer(database.config);
  api = (await request(server.http).get('/api/openapi.json').expect(200)).body as OpenAPIObject;
}, 60_000);

afterAll(async () => {
  await server?.close();
  await database?.drop();
});

/** Every route of a controller under /api/v1, as the description writes it. */
function routes(): string[] {
  const discovery = server.app.select(OpenApiModule).get(DiscoveryService, { strict: false });
  const scanner = new MetadataScanner();
  return discovery.getControllers().flatMap(({ metatype }) => {
    if (typeof metatype !== 'function') return [];
    const prototype = metatype.prototype as Record<string, object>;
    const base = String(Reflect.getMetadata(PATH_METADATA, metatype) ?? '');
    return scanner.getAllMethodNames(prototype).flatMap((name) => {
      const own = Reflect.getMetadata(PATH_METADATA, prototype[name] ?? {}) as string | undefined;
      if (own === undefined) return [];
      const path = `/${base}/${own}`.replace(/\/+/g, '/').replace(/(?<=.)\/$/, '').replace(/:(\w+)/g, '{$1}');
      return path.startsWith('/api/v1/') ? [`${RequestMethod[Reflect.getMetadata(METHOD_METADATA, prototype[name] ?? {}) as number]} ${path}`] : [];
    });
  });
}

describe('the description of the API', () => {
  it('holds every route under /api/v1', () => {
    const described = Object.entries(api.paths).flatMap(([path, item]) => Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`));
    expect(routes().length).toBeGreaterThan(20);
    expect(routes().filter((route) => !described.includes(route))).toEqual([]);
  });

  it('says of each who may call it', () => {
    expect(operationsOf(api).filter((operation) => operation['x-who-may-call'] === undefined).map((operation) => operation.operationId)).toEqual([]);
    expect(api.paths['/api/v1/users']?.post).toMatchObject({ 'x-who-may-call': ['owner'] });
  });

  it('tells of each body what the decorators ask, nested ones too, and of each schema its fields', () => {
    const schemas = (api.components?.schemas ?? {}) as Record<string, { properties?: object }>;
    expect(schemas['SignatureDto']).toMatchObject({
      additionalProperties: false, required: expect.arrayContaining(['givenName', 'email', 'consent']),
      properties: { givenName: { type: 'string', maxLength: 100, minLength: 1 }, email: { format: 'email' }, consent: { $ref: '#/components/schemas/ConsentDto' }, ageConfirmed: { enum: [true] } },
    });
    expect(schemas['ConsentDto']).toMatchObject({ properties: { updates: { type: 'array', maxItems: 20, nullable: true } } });
    expect(Object.entries(schemas).filter(([, schema]) => Object.keys(schema.properties ?? {}).length === 0).map(([name]) => name)).toEqual([]);
    expect(api.paths['/api/v1/petitions']?.get?.parameters).toContainEqual(expect.objectContaining({ name: 'status', in: 'query', schema: { enum: ['draft', 'open', 'closed'] } }));
  });

  it('can be read as a page, without script or style inside, and /api leads there', async () => {
    await request(server.http).get('/api').expect(302).expect('location', '/api/docs');
    const page = await request(server.http).get('/api/docs').expect(200).expect('content-type', /text\/html/);
    expect(page.text).toMatch(/POST \/api\/v1\/petitions\/\{petition\}\/signatures/);
    expect(page.text).toContain('href="#schema-SignatureDto"');
    expect(page.text).not.toMatch(/<script(?! type="module" src="\/assets)|<style|style="|\son\w+="/);
  });
});
