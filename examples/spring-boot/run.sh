#!/bin/sh
# A clinic's FHIR server in Spring Boot, one morning's requests, and the audit trail they leave. `run.sh --help` says more.
set -eu

usage() {
  cat <<'USAGE'
usage: run.sh [--keep]

Starts a small FHIR server (HAPI in Spring Boot, with Spring Security) that has Caretrail's starter among its
dependencies, plays a morning against it, prints the audit records of every request, checks them against what the client
saw, and stops the server.

  --keep      leave the server running after the story, for requests of your own; Ctrl-C stops it
  --help      this text

Needs Java 17 or later, and Maven the first time, to build what is not built yet or has changed. JAVA_HOME is used where
it is set. Everything it writes is in examples/spring-boot/target/run. Ends with 0 when all is well, with 1 when the story
or the check failed, with 2 on a wrong argument or when something it needs is missing.
USAGE
}

missing() {
  echo "run.sh: $*" >&2
  exit 2
}

keep=false
for argument in "$@"; do
  case $argument in
    --keep) keep=true ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; missing "unknown argument \"$argument\"" ;;
  esac
done

cd "$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)/../.."
example=examples/spring-boot
jar=$(pwd)/$example/target/clinic.jar
run=$example/target/run

java=java
if [ -n "${JAVA_HOME:-}" ]; then java=$JAVA_HOME/bin/java; fi
version=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p') || true
case $version in
  '') missing "no Java at \"$java\"; install Java 17 or later, or set JAVA_HOME" ;;
  1.* | 9 | 1[0-6]) missing "\"$java\" is Java $version; install Java 17 or later, or set JAVA_HOME" ;;
esac

# The configuration comes from application.yml alone: settings in the caller's environment would override it.
for name in $(env | sed -n 's/^\(CARETRAIL_[A-Z0-9_]*\)=.*/\1/p'); do unset "$name"; done

# Spring Boot gives its jar the time of the reproducible build; the plain one beside it has the time it was made.
if [ ! -f "$jar" ] || [ -n "$(find $example examples/story filter core -path '*/src/main/*' -newer "$jar.original" -type f | head -n 1)" ]; then
  command -v mvn >/dev/null || missing "$jar is not built, and there is no Maven to build it; install Maven 3.8 or later"
  echo "Building $example"
  mvn -q -pl $example -am package -Dmaven.test.skip=true
fi

if [ -f "$run/server.pid" ] && kill -0 "$(cat "$run/server.pid")" 2>/dev/null; then
  missing "another run is under way: process $(cat "$run/server.pid"). Stop it, or remove $run/server.pid if that is no server"
fi
rm -rf "$run"
mkdir -p "$run"
cd "$run"

server=
stop() {
  if [ -n "$server" ]; then
    kill -TERM "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    server=
    rm -f server.pid
  fi
}
trap stop EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

"$java" -jar "$jar" --server.port=0 >server.log 2>&1 &
server=$!
echo "$server" >server.pid
tries=0
port=
until [ -n "$port" ]; do
  tries=$((tries + 1))
  if ! kill -0 "$server" 2>/dev/null; then
    cat server.log >&2
    echo "run.sh: the server ended before it answered; what it said is above" >&2
    exit 1
  elif [ "$tries" -gt 300 ]; then
    echo "run.sh: the server did not answer within a minute; see $run/server.log" >&2
    exit 1
  fi
  sleep 0.2
  port=$(sed -n 's/.*Tomcat started on port \([0-9]*\).*/\1/p' server.log)
done
url=http://127.0.0.1:$port/fhir
grep ' Caretrail: ' server.log

# story MAIN ARGUMENT...: a main class of the executable jar, in a process of its own
story() {
  main=$1
  shift
  "$java" "-Dloader.main=$main" -cp "$jar" org.springframework.boot.loader.launch.PropertiesLauncher "$@"
}
echo
story io.caretrail.examples.boot.Story "$url" ledger.tsv
echo
story io.caretrail.examples.story.TrailPrinter audit.ndjson ledger.tsv create

if $keep; then
  cat <<KEEP

The server stays. From another terminal:
  curl $url/metadata
  curl -u nurse:florence $url/Patient
  tail -f $(pwd)/audit.ndjson
Ctrl-C stops it.
KEEP
  wait "$server"
fi

stop
echo
echo "The server is stopped. The trail: $run/audit.ndjson"
