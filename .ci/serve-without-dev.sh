#!/usr/bin/env bash
# Proves that a clean clone serves without development packages: npm ci --omit=dev && npm start.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d)
server=
clean_up() {
  # npm start leads a process group of its own: the signal reaches the server, which stops its PostgreSQL.
  [ -z "$server" ] || { kill -TERM -- "-$server" 2>/dev/null && wait "$server" || true; }
  rm -rf "$folder"
}
trap clean_up EXIT
# PostgreSQL started by root runs as another user, who has to be able to enter.
chmod 755 "$folder"

git clone --quiet . "$folder/jadwal"
cd "$folder/jadwal"
npm ci --omit=dev --prefer-offline
packages=$(npm ls --omit=dev --all --parseable | tail -n +2 | sort -u | wc -l)
megabytes=$(du -sm node_modules | cut -f1)

set -m
PORT=0 DATA_FOLDER="$folder/postgres" DATABASE_URL='' npm start >"$folder/log" 2>&1 &
server=$!
set +m
url=
for _ in $(seq 600); do
  url=$(sed -n 's/.*GraphiQL *\(http[^ ]*\).*/\1/p' "$folder/log")
  [ -z "$url" ] || break
  kill -0 "$server" 2>/dev/null || { cat "$folder/log"; echo 'expected npm start to serve, got its exit'; exit 1; }
  sleep 0.1
done
[ -n "$url" ] || { cat "$folder/log"; echo 'expected npm start to serve within a minute'; exit 1; }

answer=$(node -e '
  const [url] = process.argv.slice(1)
  const body = JSON.stringify({ query: "{ doctors(first: 1) { totalCount nodes { name } } }" })
  const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body })
  console.log(await response.text())
' --input-type=module "$url")
case $answer in
  '{"data":{"doctors":{"totalCount":'[1-9]*) ;;
  *) echo "expected doctors, got $answer"; exit 1 ;;
esac
echo "Serves without development packages: $packages packages, $megabytes MB."
