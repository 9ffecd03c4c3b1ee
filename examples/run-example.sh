# What the run.sh of the examples share; sourced by them with their arguments. Before that, a run.sh defines
#
#   example   its folder's name
#   doors     the values of --door, the default first; empty where there is no choice
#   servers   the values of --server, likewise
#   without   the option that leaves Caretrail out, such as --no-agent; empty where there is none
#   usage     a function that prints its help
#
# and afterwards calls, in this order, needs, build, start, play, check, serve and finish; or run_jar in the place of the
# first five. The working folder is the root of the sources then, $door, $server and $java are chosen, $run is its own
# folder, emptied by build, and start gives $url.

# usage_of_doors SERVER DAY: the help of a run.sh with run_jar
usage_of_doors() {
  cat <<USAGE
usage: run.sh [--door agent|filter|both] [--keep] [--no-agent] [--no-build]

Starts $1 with Caretrail, plays $2 against it,
prints the audit records of every request, checks them against what the client saw, and stops the server.

  --door      how Caretrail comes in: by the agent (the default), by the filter's jar, or by both
  --keep      leave the server running after the story, for requests of your own; Ctrl-C stops it
  --no-agent  the same server and story without Caretrail, so without records
  --no-build  run what is built, also where the sources have changed since
  --help      this text

USAGE
  usage_of_needs
}

# usage_of_needs: the end of every help
usage_of_needs() {
  cat <<USAGE
Needs Java 17 or later, and Maven the first time, to build what is not built yet or has changed. JAVA_HOME is used where
it is set. Everything it writes is in examples/$example/target. Ends with 0 when all is well, with 1 when the
story or the check failed, with 2 on a wrong argument or when something it needs is missing.
USAGE
}

# wrong MESSAGE: a wrong argument
wrong() {
  usage >&2
  missing "$@"
}

# missing MESSAGE: what this needs is not there
missing() {
  echo "run.sh: $*" >&2
  exit 2
}

# fail MESSAGE: it ran, and not well
fail() {
  echo "run.sh: $*" >&2
  exit 1
}

# choose OPTION VALUE VALUE-ALLOWED...
choose() {
  option=$1
  choice=$2
  shift 2
  [ $# -gt 0 ] || wrong "unknown argument \"$option\""
  for allowed in "$@"; do
    if [ "$choice" = "$allowed" ]; then return; fi
  done
  wrong "$option \"$choice\": one of $*"
}

keep=false
build=true
door=${doors%% *}
server=${servers%% *}
while [ $# -gt 0 ]; do
  case $1 in
    --keep) keep=true ;;
    --no-build) build=false ;;
    "$without") [ -n "$1" ] || wrong 'unknown argument ""'; door=none ;;
    --door) choose "$1" "${2:-}" $doors; door=$choice; shift ;;
    --server) choose "$1" "${2:-}" $servers; server=$choice; shift ;;
    -h | --help) usage; exit 0 ;;
    *) wrong "unknown argument \"$1\"" ;;
  esac
  shift
done

cd "$(dirname -- "$(readlink -f -- "$0")")/../.."
run=examples/$example/target/run

java=java
if [ -n "${JAVA_HOME:-}" ]; then java=$JAVA_HOME/bin/java; fi
version=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p') || true
case $version in
  '') missing "no Java at \"$java\"; install Java 17 or later, or set JAVA_HOME" ;;
  1.* | 9 | 1[0-6]) missing "\"$java\" is Java $version; install Java 17 or later, or set JAVA_HOME" ;;
esac

# The configuration comes from the example alone: settings in the caller's environment would override it.
for name in $(env | sed -n 's/^\(CARETRAIL_[A-Z0-9_]*\)=.*/\1/p'); do unset "$name"; done

modules=
# needs MODULE FILE FOLDER...: a file that the module's build makes from the sources below the folders
needs() {
  module=$1
  built=$2
  shift 2
  if ! $build; then
    [ -f "$built" ] || missing "no $built; leave out --no-build"
  elif [ ! -f "$built" ] || [ -n "$(find "$@" -path '*/src/main/*' -newer "$built" -type f | head -n 1)" ]; then
    modules=${modules:+$modules,}$module
  fi
}

# build: makes what is not there or older than its sources
build() {
  if [ -n "$modules" ]; then
    command -v mvn >/dev/null || missing "$modules not built, and no Maven to build it; install Maven 3.8 or later"
    echo "Building $modules"
    mvn -q -pl "$modules" -am package -Dmaven.test.skip=true
  fi
  if [ -f "$run/server.pid" ] && kill -0 "$(cat "$run/server.pid")" 2>/dev/null; then
    missing "another run is under way: process $(cat "$run/server.pid"). Stop it, or remove $run/server.pid if that is no server"
  fi
  rm -rf "$run"
  mkdir -p "$run"
}

pid=
stop() {
  if [ -n "$pid" ]; then
    kill -TERM "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    pid=
    rm -f "$run/server.pid"
  fi
}
trap stop EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# address: prints where the server answers, and nothing as long as it does not. For a server that writes it into $run/url;
# a run.sh whose server says it elsewhere defines its own.
address() {
  if [ -f "$run/url" ]; then cat "$run/url"; fi
}

# start COMMAND...: starts the server, and waits until it answers at $url; what it says goes to $server_log where that is set
server_log=
start() {
  if [ -n "$server_log" ]; then
    "$@" >"$server_log" 2>&1 &
  else
    "$@" &
  fi
  pid=$!
  echo "$pid" >"$run/server.pid"
  tries=0
  while url=$(address || true); [ -z "$url" ]; do
    tries=$((tries + 1))
    if ! kill -0 "$pid" 2>/dev/null; then
      if [ -n "$server_log" ]; then cat "$server_log"; fi
      fail "the server ended before it answered; what it said is above"
    elif [ "$tries" -gt 300 ]; then
      fail "the server did not answer within a minute"
    fi
    sleep 0.2
  done
}

agent_jar=agent/target/caretrail-agent.jar
filter_jar=filter/target/caretrail-filter.jar

# needs_door: the jars of --door agent, filter or both
needs_door() {
  case $door in agent | both) needs agent "$agent_jar" agent core filter ;; esac
  case $door in filter | both) needs filter "$filter_jar" filter core ;; esac
}

# start_java CLASSPATH CLASS ARGUMENT...: starts a server that is one Java command, with --door agent, filter or both
start_java() {
  path=$1
  shift
  config=examples/$example/caretrail.yaml
  case $door in filter | both) path=$path:$filter_jar ;; esac
  set -- "-Djava.io.tmpdir=$(pwd)/$run" -cp "$path" "$@"
  case $door in filter | both) set -- "-Dcaretrail.config=$config" "$@" ;; esac
  case $door in agent | both) set -- "-javaagent:$agent_jar=$config" "$@" ;; esac
  start "$java" "$@"
}

# program CLASSPATH CLASS ARGUMENT...: runs a program of the example. A run.sh whose classes lie in jars within a jar
# defines its own.
program() {
  "$java" -cp "$@"
}

# play CLASSPATH CLASS: the story, which writes its ledger
play() {
  echo
  program "$1" "$2" "$url" "$run/ledger.tsv"
}

# check CLASSPATH OPERATION UNSEEN...: prints the trail and both records of an operation, and holds it against the ledger;
# UNSEEN are the parts of the server whose refusals the door cannot see
check() {
  if [ "$door" != none ]; then
    path=$1
    shift
    echo
    program "$path" io.caretrail.examples.story.TrailPrinter "$run/audit.ndjson" "$run/ledger.tsv" "$@"
  fi
}

# run_jar SERVER STORY OPERATION: all up to the check, of a server that is one jar, with --door agent, filter or both
run_jar() {
  jar=examples/$example/target/$example.jar
  needs "examples/$example" "$jar" "examples/$example" examples/story
  needs_door
  build
  start_java "$jar" "$1" 0 "$run/url"
  play "$jar" "$2"
  # What Tomcat's connector refuses belongs to no application, so no filter sees it.
  check "$jar" "$3" $([ "$door" != filter ] || echo connector)
}

# serve: with --keep, prints its input, commands to try, and waits for Ctrl-C
serve() {
  if $keep; then
    echo
    echo "The server stays. From another terminal, in $(pwd):"
    cat
    if [ "$door" != none ]; then echo "  tail -f $run/audit.ndjson"; fi
    echo "Ctrl-C stops it."
    wait "$pid"
  fi
}

finish() {
  stop
  echo
  if [ "$door" != none ]; then
    echo "The server is stopped. The trail: $run/audit.ndjson"
  else
    echo "The server is stopped."
  fi
}
