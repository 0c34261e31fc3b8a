import { type JSX } from 'preact';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Document, Table, type PageContext } from '../../ui/index.js';
import type { Schema } from './dto-description.js';
import type { WhoMayCall } from './fill-in.js';
import { WORDS } from './words.js';

interface Parameter { name: string; in: string; required?: boolean; description?: string; schema?: Schema }
interface Operation {
  operationId?: string; summary?: string; description?: string; tags?: string[]; parameters?: Parameter[];
  requestBody?: { content?: Record<string, { schema?: Schema }> };
  responses?: Record<string, { description?: string }>;
  'x-who-may-call'?: WhoMayCall;
}
interface Listed { method: string; path: string; operation: Operation }

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** The description of the API as a page to read: no script, nothing from elsewhere. */
export function DocsPage({ page, api }: { page: PageContext; api: OpenAPIObject }): JSX.Element {
  const groups = byTag(api);
  const schemas = Object.entries((api.components?.schemas ?? {}) as Record<string, Schema>).sort(([a], [b]) => (a < b ? -1 : 1));
  return (
    <Document page={page} title={WORDS.title} noindex>
      <div class="prose">
        <h1>{WORDS.title}</h1>
        <p>{WORDS.lead} <a href="/api/openapi.json">/api/openapi.json</a></p>
        <p>{WORDS.errors}</p>
        <nav aria-label={WORDS.contents}><ul>{groups.map(([tag]) => <li key={tag}><a href={`#${idOf(tag)}`}>{tag}</a></li>)}<li><a href="#schemas">{WORDS.schemas}</a></li></ul></nav>
        {groups.map(([tag, operations]) => (
          <section key={tag} id={idOf(tag)} aria-labelledby={`${idOf(tag)}-title`}>
            <h2 id={`${idOf(tag)}-title`}>{tag}</h2>
            {operations.map((one) => <OperationPart key={`${one.method} ${one.path}`} {...one} />)}
          </section>
        ))}
        <section id="schemas" aria-labelledby="schemas-title">
          <h2 id="schemas-title">{WORDS.schemas}</h2>
          {schemas.map(([name, schema]) => <div key={name} id={`schema-${name}`}><h3>{name}</h3><Fields caption={name} schema={schema} /></div>)}
        </section>
      </div>
    </Document>
  );
}

function OperationPart({ method, path, operation }: Listed): JSX.Element {
  const { summary, description, parameters = [], requestBody, responses = {} } = operation;
  const body = Object.values(requestBody?.content ?? {})[0]?.schema;
  return (
    <article>
      <h3><code>{method.toUpperCase()} {path}</code></h3>
      {summary && <p><strong>{summary}</strong></p>}
      {description && <p>{description}</p>}
      <p>{WORDS.who}: {callersOf(operation['x-who-may-call'])}</p>
      {parameters.length > 0 && (
        <Table caption={WORDS.parameters} columns={[{ label: WORDS.name }, { label: WORDS.where }, { label: WORDS.kind }]}
          rows={parameters.map((one) => ({ key: `${one.in} ${one.name}`, cells: [<code>{one.name}</code>, `${one.in}${one.required ? `, ${WORDS.required}` : ''}`, <>{kindOf(one.schema)} {one.description}</>] }))} />
      )}
      {body && <p>{WORDS.body}: {kindOf(body)}</p>}
      <p>{WORDS.answers}: {Object.entries(responses).map(([status, { description: told }]) => (told ? `${status} (${told.replaceAll('`', '')})` : status)).join(', ')}</p>
    </article>
  );
}

function Fields({ caption, schema }: { caption: string; schema: Schema }): JSX.Element {
  const required = new Set((schema['required'] ?? []) as string[]);
  const fields = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>);
  if (fields.length === 0) return <p>{WORDS.none}</p>;
  return (
    <Table caption={caption} captionHidden columns={[{ label: WORDS.name }, { label: WORDS.kind }]}
      rows={fields.map(([name, field]) => ({ key: name, cells: [<code>{name}</code>, <>{kindOf(field)}{required.has(name) ? `, ${WORDS.required}` : ''}</>] }))} />
  );
}

/** A schema in a line: its kind, and its limits as the schema has them. */
function kindOf(schema: Schema | undefined): JSX.Element {
  if (!schema) return <>{WORDS.any}</>;
  const target = schema['$ref'] ?? (schema['allOf'] as Schema[] | undefined)?.[0]?.['$ref'];
  if (typeof target === 'string') {
    const name = target.slice(target.lastIndexOf('/') + 1);
    return <a href={`#schema-${name}`}>{name}</a>;
  }
  if (schema['type'] === 'array') return <>{WORDS.listOf} {kindOf(schema['items'] as Schema)}{limitsOf(schema)}</>;
  if (Array.isArray(schema['enum'])) return <code>{schema['enum'].map((value) => JSON.stringify(value)).join(' | ')}</code>;
  return <>{typeof schema['type'] === 'string' ? schema['type'] : WORDS.any}{limitsOf(schema)}{schema['nullable'] === true ? ` ${WORDS.orNull}` : ''}</>;
}

const LIMITS = ['format', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems'] as const;
const limitsOf = (schema: Schema): string => LIMITS.flatMap((name) => {
  const limit = schema[name];
  return typeof limit === 'string' || typeof limit === 'number' ? [`, ${name} ${limit}`] : [];
}).join('');

const callersOf = (who: WhoMayCall | undefined): string =>
  (who === undefined ? '' : typeof who === 'string' ? WORDS.callers[who] : who.join(', '));

function byTag(api: OpenAPIObject): [tag: string, operations: Listed[]][] {
  const groups = new Map<string, Listed[]>();
  for (const [path, item] of Object.entries(api.paths)) {
    for (const method of METHODS) {
      const operation = item[method] as Operation | undefined;
      if (!operation) continue;
      const tag = operation.tags?.[0] ?? WORDS.other;
      groups.set(tag, [...(groups.get(tag) ?? []), { method, path, operation }]);
    }
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

const idOf = (tag: string): string => tag.toLowerCase().replace(/[^a-z0-9]+/g, '-');
