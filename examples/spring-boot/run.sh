#!/bin/sh
# A clinic's FHIR server in Spring Boot, one morning's requests, and the audit trail they leave. `run.sh --help` says more.
set -eu

example=spring-boot
doors=
servers=
without=
usage() {
  cat <<'USAGE'
usage: run.sh [--keep] [--no-build]

Starts a small FHIR server (HAPI in Spring Boot, with Spring Security) that has Caretrail's starter among its
dependencies, plays a morning against it, prints the audit records of every request, checks them against what the client
saw, and stops the server.

  --keep      leave the server running after the story, for requests of your own; Ctrl-C stops it
  --no-build  run what is built, also where the sources have changed since
  --help      this text

USAGE
  usage_of_needs
}
. "$(dirname -- "$(readlink -f -- "$0")")/../run-example.sh"

jar=$(pwd)/examples/$example/target/clinic.jar
server_log=$run/server.log
address() {
  sed -n 's|.*Tomcat started on port \([0-9]*\).*|http://127.0.0.1:\1/fhir|p' "$server_log"
}
program() {
  jar_of_jars=$1
  main=$2
  shift 2
  "$java" "-Dloader.main=$main" -cp "$jar_of_jars" org.springframework.boot.loader.launch.PropertiesLauncher "$@"
}

# Spring Boot gives its jar the time of the reproducible build; the plain one beside it has the time it was made.
needs "examples/$example" "$jar.original" "examples/$example" examples/story filter core
build
# In a folder of its own: the path in application.yml is a relative one.
start sh -c 'cd "$1" && shift && exec "$@"' sh "$run" "$java" -jar "$jar" --server.port=0
grep ' Caretrail: ' "$server_log"
play "$jar" io.caretrail.examples.boot.Story
check "$jar" create
serve <<KEEP
  curl $url/metadata
  curl -u nurse:florence $url/Patient
KEEP
finish
