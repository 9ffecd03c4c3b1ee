#!/bin/sh
# A clinic's FHIR server, one morning's requests, and the audit trail they leave. `run.sh --help` says more.
set -eu

example=fhir-server
doors='agent filter both'
servers=
without=--no-agent
usage() {
  usage_of_doors 'a small FHIR server (HAPI on Tomcat)' 'one morning of a clinic'
}
. "$(dirname -- "$(readlink -f -- "$0")")/../run-example.sh"

run_jar io.caretrail.examples.fhir.ClinicServer io.caretrail.examples.fhir.Story create
serve <<KEEP
  curl $url/metadata
  curl -u nurse:florence '$url/Patient?name=keller'
  curl -u dr.lee:stethoscope $url/Patient/1/_history
KEEP
finish
