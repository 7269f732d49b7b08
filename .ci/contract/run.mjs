/*
 * Checks the packed contract with tools of others: lints the OpenAPI document, generates models for Go and Python from
 * the JSON Schemas, and reads every sample with them. `npm run test:contract` runs it after the build.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const repository = resolve(here, '../..');
const { samples } = createRequire(import.meta.url)(join(repository, 'dist/testing/samples.js'));
const schemas = join(repository, 'dist/schema');
const folder = mkdtempSync(join(tmpdir(), 'contract-'));
const commands = readdirSync(schemas)
  .filter((file) => file !== 'webhook.json')
  .map((file) => file.replace(/\.json$/, ''));
const skipped = [];

const run = (program, parameters, cwd = folder) =>
  execFileSync(program, parameters, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
const tool = (name, ...parameters) => run(join(here, 'node_modules/.bin', name), parameters);
const isInstalled = (program, flag) => spawnSync(program, [flag], { stdio: 'ignore' }).status === 0;

/** `Live.CallbackAfterCreateRoom` is called LiveCallbackAfterCreateRoom in the models. */
const modelOf = (command) => command.replaceAll('.', '');

const generate = (language, file, ...parameters) => {
  const sources = commands.map((command) => {
    const source = join(folder, `${modelOf(command)}.schema`);
    // The title would be the model's name, instead of the command.
    const { title: _, ...schema } = JSON.parse(readFileSync(join(schemas, `${command}.json`), 'utf8'));
    writeFileSync(source, JSON.stringify(schema));
    return source;
  });
  tool(
    'quicktype',
    '--quiet',
    '--src-lang',
    'schema',
    '--lang',
    language,
    ...parameters,
    '--out',
    join(folder, file),
    ...sources,
  );
  for (const command of commands) writeFileSync(join(folder, `${command}.json`), samples[command]);
};

const checkGo = () => {
  generate('go', 'models.go', '--package', 'main');
  const cases = commands.map(
    (command) => `	check("${command}.json", func(body []byte) ([]byte, error) {
		model, err := Unmarshal${modelOf(command)}(body)
		if err != nil {
			return nil, err
		}
		return model.Marshal()
	})`,
  );
  writeFileSync(join(folder, 'go.mod'), 'module contract\n\ngo 1.18\n');
  writeFileSync(
    join(folder, 'main.go'),
    `package main

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"
)

// Numbers stay text, so that no digit is lost in the comparison.
func parse(text []byte) (value interface{}) {
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		panic(err)
	}
	return value
}

// The generated models write null for some absent fields.
func withoutNulls(value interface{}) interface{} {
	switch value := value.(type) {
	case map[string]interface{}:
		for key, inner := range value {
			if inner == nil {
				delete(value, key)
			} else {
				withoutNulls(inner)
			}
		}
	case []interface{}:
		for _, inner := range value {
			withoutNulls(inner)
		}
	}
	return value
}

func check(file string, readAndWrite func([]byte) ([]byte, error)) {
	body, err := os.ReadFile(file)
	if err != nil {
		panic(err)
	}
	written, err := readAndWrite(body)
	if err != nil {
		panic(err)
	}
	if !reflect.DeepEqual(parse(body), withoutNulls(parse(written))) {
		panic(file + " came back as " + string(written))
	}
}

func main() {
${cases.join('\n')}
	fmt.Print("Go read and wrote ${commands.length} samples without a difference.\\n")
}
`,
  );
  console.log(run('go', ['run', '.']).trim());
};

const checkPython = () => {
  generate('python', 'models.py');
  const cases = commands.map((command) => `    ("${command}.json", models.${modelOf(command)}),`);
  writeFileSync(
    join(folder, 'check.py'),
    `import json
import models

for file, model in [
${cases.join('\n')}
]:
    body = json.load(open(file, encoding="utf-8"))
    written = model.from_dict(body).to_dict()
    assert written == body, f"{file} came back as {written}"
print("Python read and wrote ${commands.length} samples without a difference.")
`,
  );
  console.log(run('python3', ['check.py']).trim());
};

try {
  tool('redocly', 'lint', '--config', join(here, 'redocly.yaml'), join(repository, 'dist/openapi.json'));
  console.log('Redocly finds no fault in the OpenAPI document.');
  if (isInstalled('go', 'version')) checkGo();
  else skipped.push('Go');
  if (isInstalled('python3', '--version')) checkPython();
  else skipped.push('Python');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const language of skipped) console.log(`SKIPPED: ${language} is not installed here, so its model was not tested.`);
