/** The environment as one schema: every setting, its default and its meaning. */
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { failure } from './failures.ts'

const port = (default_: number | null, description: string) =>
  Type.Union([Type.Integer({ minimum: 0, maximum: 65535 }), Type.Null()], { default: default_, description })
const text = (default_: string | null, description: string) =>
  Type.Union([Type.String({ minLength: 1 }), Type.Null()], { default: default_, description })

/** Names are those of the environment; secrets may be inside URLs, so values are never printed. */
export const Environment = Type.Object({
  HTTP_PORT: port(8080, 'Dashboard and API'),
  MQTT_PORT: port(1883, 'MQTT over TCP'),
  MQTTS_PORT: port(null, 'MQTT over TLS; needs TLS_CERT and TLS_KEY'),
  BIND: Type.String({
    default: '127.0.0.1',
    description: 'Address to listen on; a plain listener beyond loopback needs ALLOW_PLAINTEXT=1',
  }),
  DATA_DIR: Type.String({
    default: './data',
    minLength: 1,
    description: 'Where the journal and the store live',
  }),
  PUBLIC_URL: text(null, 'What people type to reach the dashboard; http://localhost:HTTP_PORT without it'),
  DATABASE_URL: text(null, 'postgres://… for the relational store; a SQLite file in DATA_DIR without it'),
  INFLUX_URL: text(
    null,
    'http://user:password@host:8086/database of InfluxDB 1.x; no time series without it',
  ),
  TLS_CERT: text(null, 'Certificate file (PEM) of the TLS listeners'),
  TLS_KEY: text(null, 'Private key file (PEM) of the TLS listeners'),
  TLS_CLIENT_CA: text(null, 'Authority file (PEM) whose client certificates let devices in'),
  ALLOW_PLAINTEXT: Type.Boolean({ default: false, description: '1: plain MQTT beyond loopback' }),
  MESSAGES_PER_SECOND: Type.Integer({
    default: 100,
    minimum: 0,
    description: 'Of one device before its connection is made to wait; 0: no limit',
  }),
  QUARANTINE_BYTES_PER_DEVICE: Type.Integer({
    default: 1_048_576,
    minimum: 0,
    description: 'Refused payloads kept whole for each device; beyond it only their hash and count',
  }),
  JOURNAL_MAX_BYTES: Type.Integer({
    default: 0,
    minimum: 0,
    description:
      'Size at which the journal takes no more and acknowledgements stop; 0: the disk is the limit',
  }),
  LOG_LEVEL: Type.Union(
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'].map((level) => Type.Literal(level)),
    { default: 'info', description: 'fatal, error, warn, info, debug, trace or silent' },
  ),
})
export type Environment = Static<typeof Environment>

type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Lowercase<Head>}${Capitalize<CamelCase<Tail>>}`
  : Lowercase<Name>

/** The same settings under camel-case names: HTTP_PORT is `httpPort`. */
export type Config = { readonly [Name in keyof Environment as CamelCase<Name>]: Environment[Name] }

function camelCase(name: string): string {
  return name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
}

/**
 * @param env process.env, or a stand-in
 * @throws Failure configurationInvalid naming the variable and what is allowed, never its value
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.keys(Environment.properties)
      .filter((name) => env[name] !== undefined && env[name] !== '')
      .map((name) => [name, env[name]]),
  )
  const settings = Value.Default(Environment, Value.Convert(Environment, given))
  const [problem] = Value.Errors(Environment, settings)
  if (problem) {
    const name = problem.instancePath.slice(1)
    const schema = Environment.properties[name as keyof Environment] as { description?: string } | undefined
    throw failure(
      'configurationInvalid',
      `${name} is not valid: ${problem.message}. It means: ${schema?.description ?? 'nothing known'}.`,
      { field: name, allowed: problem.message },
    )
  }
  return Object.fromEntries(
    Object.entries(settings as Environment).map(([name, value]) => [camelCase(name), value]),
  ) as unknown as Config
}
