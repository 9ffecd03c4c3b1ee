#!/bin/sh
# Measures what an agent adds to the start of each server: startup.sh [ROUNDS] [MAVEN OPTIONS]
set -eu
if [ "${1:-}" = --help ]; then
  echo "usage: benchmarks/startup.sh [ROUNDS] [MAVEN OPTIONS]   (default 5; writes the rows of docs/performance.md)"
  exit 0
fi
rounds=${1:-5}
[ $# -eq 0 ] || shift
cd "$(dirname "$0")/.."
exec mvn -B -Dservers=all -Djdks=17 -pl core,filter,agent verify -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false \
  -Dit.test=StartBesideIT -Dfailsafe.failIfNoSpecifiedTests=false -Dcaretrail.excluded= -Djacoco.skip -Drounds="$rounds" "$@"
