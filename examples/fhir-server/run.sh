#!/bin/sh
# A clinic's FHIR server, one morning's requests, and the audit trail they leave. `run.sh --help` says more.
set -eu

usage() {
  cat <<'USAGE'
usage: run.sh [--keep] [--no-agent]

Starts a small FHIR server (HAPI on Tomcat) with the Caretrail agent, plays one morning of a clinic against it, prints
the audit records of every request, checks them against what the client saw, and stops the server.

  --keep      leave the server running after the story, for requests of your own; Ctrl-C stops it
  --no-agent  the same server and story without the agent, so without records
  --help      this text

Needs Java 17 or later, and Maven the first time, to build what is not built yet or has changed. JAVA_HOME is used where it is set.
Everything it writes is in examples/fhir-server/target/run. Ends with 0 when all is well, with 1 when the story or the
check failed, with 2 on a wrong argument or when something it needs is missing.
USAGE
}

missing() {
  echo "run.sh: $*" >&2
  exit 2
}

keep=false
agent=true
for argument in "$@"; do
  case $argument in
    --keep) keep=true ;;
    --no-agent) agent=false ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; missing "unknown argument \"$argument\"" ;;
  esac
done

self=$0
while [ -h "$self" ]; do
  target=$(readlink "$self")
  case $target in
    /*) self=$target ;;
    *) self=$(dirname -- "$self")/$target ;;
  esac
done
cd "$(CDPATH='' cd -- "$(dirname -- "$self")" && pwd -P)/../.."
example=examples/fhir-server
run=$example/target/run
jar=$example/target/fhir-server.jar
agent_jar=agent/target/caretrail-agent.jar
config=$example/caretrail.yaml

java=java
if [ -n "${JAVA_HOME:-}" ]; then java=$JAVA_HOME/bin/java; fi
version=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p') || true
case $version in
  '') missing "no Java at \"$java\"; install Java 17 or later, or set JAVA_HOME" ;;
  1.* | 9 | 1[0-6]) missing "\"$java\" is Java $version; install Java 17 or later, or set JAVA_HOME" ;;
esac

# The configuration comes from caretrail.yaml alone: settings in the caller's environment would override it.
for name in $(env | sed -n 's/^\(CARETRAIL_[A-Z0-9_]*\)=.*/\1/p'); do unset "$name"; done

modules=
# stale JAR FOLDER...: whether the jar is not there, or older than a source below one of the folders
stale() {
  built=$1
  shift
  [ ! -f "$built" ] || [ -n "$(find "$@" -path '*/src/main/*' -newer "$built" -type f 2>/dev/null | head -n 1)" ]
}
if stale "$jar" "$example" examples/story; then modules=$example; fi
if $agent && stale "$agent_jar" agent core filter; then modules=${modules:+$modules,}agent; fi
if [ -n "$modules" ]; then
  command -v mvn >/dev/null || missing "$modules not built, and no Maven to build it; install Maven 3.8 or later"
  echo "Building $modules"
  mvn -q -pl "$modules" -am package -Dmaven.test.skip=true
  if $agent && [ ! -f "$agent_jar" ]; then missing "the build made no $agent_jar; try --no-agent"; fi
fi

if [ -f "$run/server.pid" ] && kill -0 "$(cat "$run/server.pid")" 2>/dev/null; then
  missing "another run is under way: process $(cat "$run/server.pid"). Stop it, or remove $run/server.pid if that is no server"
fi
rm -rf "$run"
mkdir -p "$run"

server=
stop() {
  if [ -n "$server" ]; then
    kill -TERM "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    server=
    rm -f "$run/server.pid"
  fi
}
trap stop EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

set -- "-Djava.io.tmpdir=$(pwd)/$run" -jar "$jar" 0 "$run/url"
if $agent; then set -- "-javaagent:$agent_jar=$config" "$@"; fi
"$java" "$@" &
server=$!
echo "$server" >"$run/server.pid"
tries=0
until [ -f "$run/url" ]; do
  tries=$((tries + 1))
  if ! kill -0 "$server" 2>/dev/null; then
    echo "run.sh: the server ended before it answered; what it said is above" >&2
    exit 1
  elif [ "$tries" -gt 300 ]; then
    echo "run.sh: the server did not answer within a minute" >&2
    exit 1
  fi
  sleep 0.2
done
url=$(cat "$run/url")

echo
"$java" -cp "$jar" io.caretrail.examples.fhir.Story "$url" "$run/ledger.tsv"
if $agent; then
  echo
  "$java" -cp "$jar" io.caretrail.examples.story.TrailPrinter "$run/audit.ndjson" "$run/ledger.tsv" create
fi

if $keep; then
  cat <<KEEP

The server stays. From another terminal, in $(pwd):
  curl $url/metadata
  curl -u nurse:florence '$url/Patient?name=keller'
  curl -u dr.lee:stethoscope $url/Patient/1/_history
KEEP
  if $agent; then
    cat <<KEEP
  tail -f $run/audit.ndjson
KEEP
  fi
  echo "Ctrl-C stops it."
  wait "$server"
fi

stop
echo
if $agent; then
  echo "The server is stopped. The trail: $run/audit.ndjson"
else
  echo "The server is stopped."
fi
