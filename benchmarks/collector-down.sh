#!/bin/sh
# Has a server with 256 MB of heap make records while its collector refuses every connection, then lets the collector
# take them, and compares: collector-down.sh [RECORDS [HEAP]]
set -eu
if [ "${1:-}" = --help ]; then
  echo "usage: benchmarks/collector-down.sh [RECORDS [HEAP]]   (default 1000000 256m; fails unless all come once, in order)"
  exit 0
fi
root=$(dirname "$(cd "$(dirname "$0")" && pwd)")
if [ ! -d "$root/benchmarks/target/lib" ]; then
  (cd "$root" && mvn -q -pl benchmarks -am package -Dmaven.test.skip=true)
fi
if [ ! -f "$root/core/target/test-classes/io/caretrail/core/CollectorDownTrial.class" ]; then
  (cd "$root" && mvn -q -pl core test-compile)
fi
exec java -cp "$root/core/target/classes:$root/core/target/test-classes:$root/benchmarks/target/lib/*" \
  io.caretrail.core.CollectorDownTrial "${1:-1000000}" "${2:-256m}"
