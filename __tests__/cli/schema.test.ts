import { parseLossless } from '../../lib/delivery/json';
import { samples } from '../../lib/testing/samples';
import { cli } from '../support/cli';
import { validator } from '../support/validator';

const name = 'Live.CallbackAfterMemberStateChanged';

it('prints the schema of one command, by which its sample is valid', async () => {
  const { code, out, err } = await cli(['schema', name]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const validate = validator(JSON.parse(out));
  expect(validate(JSON.parse(samples[name]))).toBe(true);
  expect(validate(JSON.parse(samples['Live.CallbackAfterCreateRoom']))).toBe(false);
});

it('prints the schema of all commands, by which every sample is valid', async () => {
  const { code, out } = await cli(['schema']);
  expect(code).toBe(0);
  const validate = validator(JSON.parse(out));
  for (const sample of Object.values(samples)) expect(validate(parseLossless(sample))).toBe(true);
  expect(validate({ CallbackCommand: name })).toBe(false);
});

it('prints the OpenAPI document', async () => {
  const { code, out } = await cli(['schema', '--openapi']);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ openapi: '3.1.0', webhooks: { [name]: { post: { tags: ['Live'] } } } });
});

it('suggests the right name for a wrong one', async () => {
  const { code, out, err } = await cli(['schema', 'Live.CallbackAfterMemberStateChange']);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(name);
});

it('refuses a command together with --openapi', async () => {
  expect(await cli(['schema', name, '--openapi'])).toMatchObject({
    code: 2,
    out: '',
    err: 'error: The OpenAPI document is about all commands. Leave the command or --openapi out.',
  });
});
