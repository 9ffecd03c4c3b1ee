#!/bin/sh
# Runs the JMH benchmarks: jmh.sh [JMH OPTIONS], e.g. jmh.sh AuditPath -prof gc
set -eu
if [ "${1:-}" = --help ]; then
  echo "usage: benchmarks/jmh.sh [JMH OPTIONS]   (-l lists the benchmarks, -h the options)"
  exit 0
fi
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
if [ ! -d "$here/target/lib" ]; then
  (cd "$root" && mvn -q -pl benchmarks -am package -Dmaven.test.skip=true)
fi
exec java -cp "$here/target/caretrail-benchmarks.jar:$here/target/lib/*" org.openjdk.jmh.Main "$@"
