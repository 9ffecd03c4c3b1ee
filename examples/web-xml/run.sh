#!/bin/sh
# A plain war with the filter's jar on an unmodified server, one night's requests, and the audit trail they leave.
# `run.sh --help` says more.
set -eu

example=web-xml
doors='declared undeclared'
servers='tomcat jetty'
without=--no-filter
usage() {
  cat <<'USAGE'
usage: run.sh [--server tomcat|jetty] [--door declared|undeclared] [--keep] [--no-filter] [--no-build]

Puts a small web application with Caretrail's filter into an unmodified server, starts it, plays one night of a ward against
it, prints the audit records of every request, checks them against what the client saw, and stops the server.

  --server     Tomcat 10.1 (the default) or Jetty 12.1
  --door       how the filter comes in: its jar in WEB-INF/lib, and declared in web.xml (the default), or
               undeclared: the jar alone, which registers itself
  --keep       leave the server running after the story, for requests of your own; Ctrl-C stops it
  --no-filter  the same application and story without Caretrail, so without records
  --no-build   run what is built, also where the sources have changed since
  --help       this text

Maven gets the servers, too.
USAGE
  usage_of_needs
}
. "$(dirname -- "$(readlink -f -- "$0")")/../run-example.sh"

folder=$(pwd)/examples/$example
war=$folder/target/ward.war
if [ "$door" != none ]; then war=$folder/target/ward-$door.war; fi
case $server in
  tomcat) start_file=bin/catalina.sh ;;
  jetty) start_file=start.jar ;;
esac
# home: the folder the server was unpacked to, its version in its name; the last one where an older build left another
home() {
  for found in "$folder/target/servers"/*"$server"-*/"$start_file"; do :; done
  echo "${found%/"$start_file"}"
}

needs "examples/$example" "$war" "examples/$example" examples/story filter core
needs "examples/$example" "$(home)/$start_file" "$folder/pom.xml"
build
home=$(home)
base=$folder/target/run/$server
server_log=$folder/target/run/$server.log
config=
if [ "$door" = undeclared ]; then config=-Dcaretrail.config=examples/$example/caretrail.yaml; fi

start_tomcat() {
  mkdir -p "$base/conf" "$base/logs" "$base/temp" "$base/webapps"
  cp "$home"/conf/*.* "$base/conf"
  cp "$folder/src/main/servers/tomcat/tomcat-users.xml" "$base/conf"
  sed -e 's/<Server port="8005"/<Server port="-1"/' -e 's/<Connector port="8080"/<Connector port="0" address="127.0.0.1"/' \
    "$home/conf/server.xml" >"$base/conf/server.xml"
  cp "$war" "$base/webapps/ward.war"
  # The connector starts last, and names its port then. Not the words around it: Tomcat speaks the user's language.
  address() {
    sed -n 's|.*"http-nio-127.0.0.1-auto-[0-9]*-\([0-9]*\)".*|http://127.0.0.1:\1/ward|p' "$server_log" | head -n 1
  }
  start env CATALINA_HOME="$home" CATALINA_BASE="$base" CATALINA_OPTS="$config" CATALINA_PID= CLASSPATH= JAVA_OPTS= \
    sh "$home/bin/catalina.sh" run
}

start_jetty() {
  mkdir -p "$base/webapps"
  cp -R "$folder/src/main/servers/jetty/." "$base"
  cp "$war" "$base/webapps/ward.war"
  address() {
    if grep -q 'Started oejs.Server@' "$server_log"; then
      sed -n 's|.*Started .*ServerConnector.*{127.0.0.1:\([0-9]*\)}.*|http://127.0.0.1:\1/ward|p' "$server_log"
    fi
  }
  start "$java" "-Djava.io.tmpdir=$folder/target/run" $config -jar "$home/start.jar" "jetty.base=$base"
}

"start_$server"
echo "The ward's application answers at $url, on $(basename "$home")"
grep 'Caretrail: ' "$server_log" || true
class_path=$folder/target/classes:$folder/target/lib/*
play "$class_path" io.caretrail.examples.ward.story.Story
# Before the filter answer the connector and the host, and in Jetty the login too.
case $server in
  tomcat) check "$class_path" everything connector host ;;
  jetty) check "$class_path" everything connector host login ;;
esac
serve <<KEEP
  curl $url/fhir/metadata
  curl -u nurse:florence -d '{"resourceType":"Patient"}' $url/fhir/Patient
  curl -u dr.lee:stethoscope -X DELETE $url/fhir/Patient/2
KEEP
finish
