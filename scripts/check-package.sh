#!/usr/bin/env bash
# Packs criskit, installs the tarball in an empty folder and does the first steps of an examiner with it.
set -euo pipefail
root="$(cd "$(dirname "$0")/.." && pwd)"
export PATH="$root/node_modules/.bin:$PATH"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
tarball="$(cd "$root" && npm pack --silent --ignore-scripts --pack-destination "$folder" | tail -n 1)"
cd "$folder"
npm init -y >/dev/null

# Where the registry does not answer, the tarball is unpacked and its dependencies come from the lock file, which needs
# nothing that `npm ci` has not fetched already.
unpack() {
  echo "the registry did not answer in time: dependencies come from the lock file"
  rm -rf node_modules
  mkdir -p node_modules/criskit node_modules/.bin
  tar -xzf "$tarball" -C node_modules/criskit --strip-components=1
  cp "$root/package-lock.json" node_modules/criskit/
  (cd node_modules/criskit && npm ci --silent --omit=dev --ignore-scripts --prefer-offline --no-audit --no-fund)
  ln -s ../criskit/bin/criskit.js node_modules/.bin/criskit
}
timeout 120 npm install --silent --no-audit --no-fund --prefer-offline "./$tarball" || unpack
npx --no-install criskit --version
npx --no-install criskit init lab
npx --no-install criskit --lab lab case add 24-0001 --agency PD --agency-case A1
mkdir media
printf 'GIF89a\001\000\001\000\000\000\000;' >media/a.gif
npx --no-install criskit --lab lab submit prepare 24-0001 media
npx --no-install criskit --lab lab db verify
npx --no-install criskit demo demo-lab --quiet >/dev/null
echo "the package works"
