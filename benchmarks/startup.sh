#!/bin/sh
# Measures what the agent adds to the start of an unmodified Tomcat: startup.sh [ROUNDS]
set -eu
if [ "${1:-}" = --help ]; then
  echo "usage: benchmarks/startup.sh [ROUNDS]   (default 15; starts Tomcat 2 x ROUNDS times)"
  exit 0
fi
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
if [ ! -f "$root/agent/target/caretrail-agent.jar" ] || [ ! -d "$here/target/lib" ]; then
  (cd "$root" && mvn -q -pl benchmarks -am package -Dmaven.test.skip=true)
fi
exec java -cp "$here/target/caretrail-benchmarks.jar:$here/target/lib/*" io.caretrail.benchmarks.StartupCost \
  "$root/agent/target/caretrail-agent.jar" "$(ls -d "$here"/target/apache-tomcat-*)" "${1:-15}"
