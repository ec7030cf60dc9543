// Runs `npm ci` when the lock file is another one than that of the last install: a build that changes
// no dependency must not fetch and unpack them all again.
import { execSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const installed = 'node_modules/.lock-sha256';
const lock = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
if (!existsSync(installed) || readFileSync(installed, 'utf8') !== lock) {
  execSync('npm ci --prefer-offline --no-audit --no-fund --silent', { stdio: 'inherit' });
  writeFileSync(installed, lock);
}
