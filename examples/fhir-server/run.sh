#!/bin/sh
# A clinic's FHIR server, one morning's requests, and the audit trail they leave. `run.sh --help` says more.
set -eu

example=fhir-server
doors='agent filter both'
servers=
without=--no-agent
usage() {
  cat <<'USAGE'
usage: run.sh [--door agent|filter|both] [--keep] [--no-agent] [--no-build]

Starts a small FHIR server (HAPI on Tomcat) with Caretrail, plays one morning of a clinic against it, prints the audit
records of every request, checks them against what the client saw, and stops the server.

  --door      how Caretrail comes in: by the agent (the default), by the filter's jar, or by both
  --keep      leave the server running after the story, for requests of your own; Ctrl-C stops it
  --no-agent  the same server and story without Caretrail, so without records
  --no-build  run what is built, also where the sources have changed since
  --help      this text

Needs Java 17 or later, and Maven the first time, to build what is not built yet or has changed. JAVA_HOME is used where it is set.
Everything it writes is in examples/fhir-server/target/run. Ends with 0 when all is well, with 1 when the story or the
check failed, with 2 on a wrong argument or when something it needs is missing.
USAGE
}
. "$(dirname -- "$(readlink -f -- "$0")")/../run-example.sh"

jar=examples/$example/target/fhir-server.jar
needs "examples/$example" "$jar" "examples/$example" examples/story
needs_door
build
start_java "$jar" io.caretrail.examples.fhir.ClinicServer 0 "$run/url"
play "$jar" io.caretrail.examples.fhir.Story
# What Tomcat's connector refuses belongs to no application, so no filter sees it.
check "$jar" create $([ "$door" != filter ] || echo connector)
serve <<KEEP
  curl $url/metadata
  curl -u nurse:florence '$url/Patient?name=keller'
  curl -u dr.lee:stethoscope $url/Patient/1/_history
KEEP
finish
