#!/bin/sh
# Plays every case on the servers that the agent hooks, under Caretrail's agent and under OpenTelemetry's.
set -eu
if [ "${1:-}" = --help ]; then
  echo "usage: benchmarks/beside-opentelemetry.sh [MAVEN OPTIONS]   (writes the rows of docs/servers.md; about 20 minutes)"
  exit 0
fi
cd "$(dirname "$0")/.."
exec mvn -B -Dservers=all -pl core,filter,agent verify -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false \
  -Dit.test=BesideOpenTelemetryIT -Dfailsafe.failIfNoSpecifiedTests=false -Dcaretrail.excluded= -Djacoco.skip "$@"
