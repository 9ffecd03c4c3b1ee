#!/bin/sh
# Kills a process that hands records over as fast as it can, again and again, with SIGKILL, and compares what is left
# with what was accepted: sigkill.sh [KILLS]
set -eu
if [ "${1:-}" = --help ]; then
  echo "usage: benchmarks/sigkill.sh [KILLS]   (default 1000; fails when anything accepted is lost, doubled or corrupt)"
  exit 0
fi
root=$(dirname "$(cd "$(dirname "$0")" && pwd)")
if [ ! -f "$root/core/target/test-classes/io/caretrail/core/handoff/SigkillTrial.class" ]; then
  (cd "$root" && mvn -q -pl core test-compile)
fi
exec java -cp "$root/core/target/classes:$root/core/target/test-classes" io.caretrail.core.handoff.SigkillTrial "${1:-1000}"
