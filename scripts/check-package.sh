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
npm install --silent --no-audit --no-fund "./$tarball"
npx --no-install criskit --version
npx --no-install criskit init lab
npx --no-install criskit --lab lab case add 24-0001 --agency PD --agency-case A1
mkdir media
printf 'GIF89a\001\000\001\000\000\000\000;' >media/a.gif
npx --no-install criskit --lab lab submit prepare 24-0001 media
npx --no-install criskit --lab lab db verify
npx --no-install criskit demo demo-lab --quiet >/dev/null
echo "the package works"
