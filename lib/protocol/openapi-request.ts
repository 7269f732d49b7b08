import type { Schema } from './json-schema';

/** What the parameter `Sign` is, in short. */
export const signParameter = 'Signature of the request. Present if a token is set and enabled.';

/** How Tencent signs a request. */
export const signature: Schema = {
  type: 'apiKey',
  in: 'query',
  name: 'Sign',
  description: `The SHA-256 of the token followed by \`RequestTime\`, without a separator, in 64 lower-case hexadecimal digits.
It is not an HMAC. Hash \`RequestTime\` as received, compare in constant time, and refuse a request whose \`RequestTime\`
differs from your clock by more than 60 seconds in either direction. The signature covers neither the body nor the other
parameters. For the token \`xxxxyyyy\` and the time \`1669872112\` it is
\`17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061\`. Tencent signs only if a token is set and enabled.`,
};

const optional = (name: string, description: string, schema: Schema): Schema => ({
  name,
  in: 'query',
  required: false,
  description,
  schema,
});

/** What the parameter `CallbackCommand` is. Its values depend on the command. */
export const commandParameter =
  'Name of the command. The English overview of May 2025 calls the parameter `WebhookCommand`.';

/** The parameters that every request may have, besides `CallbackCommand`. */
export const parameters: Readonly<Record<string, Schema>> = {
  SdkAppid: {
    name: 'SdkAppid',
    in: 'query',
    required: true,
    description:
      'Your SDKAppID. Compare it with your own for every request. Some pages write `SdkAppId`: ignore the case of the name.',
    schema: { type: 'integer', minimum: 1 },
  },
  RequestTime: optional('RequestTime', 'Time of the signature, in Unix seconds. Present together with `Sign`.', {
    type: 'string',
    pattern: '^[0-9]+$',
  }),
  ClientIP: optional('ClientIP', "Address of the user's client. Not every page has it.", { type: 'string' }),
  OptPlatform: optional(
    'OptPlatform',
    "Platform of the user's client. Not every page has it, the spelling varies (`macOS`, `IOS`), and Tencent may add more.",
    { type: 'string', examples: ['RESTAPI', 'Web', 'Android', 'iOS', 'Windows', 'Mac', 'iPad', 'Unknown'] },
  ),
  contenttype: optional('contenttype', 'Always `json`, on some pages `JSON`.', { type: 'string', examples: ['json'] }),
};
