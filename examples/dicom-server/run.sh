#!/bin/sh
# A radiology's DICOMweb server, one morning's requests, and the audit trail they leave. `run.sh --help` says more.
set -eu

example=dicom-server
doors='agent filter both'
servers=
without=--no-agent
usage() {
  usage_of_doors 'a small DICOMweb server (on Tomcat)' 'one morning of a radiology'
}
. "$(dirname -- "$(readlink -f -- "$0")")/../run-example.sh"

run_jar io.caretrail.examples.dicom.RadiologyServer io.caretrail.examples.dicom.Story Retrieve
serve <<KEEP
  curl -u radiographer:roentgen '$url/studies?PatientName=kel*'
  curl -u radiographer:roentgen '$url/instances?Modality=CT&includefield=PatientName'
  curl -u dr.lee:stethoscope -X DELETE '$url/studies/1.2.3'
KEEP
finish
