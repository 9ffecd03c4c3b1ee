#!/bin/sh
# Measures the three queries of docs/queries.md on a long trail, beside jq and grep: query.sh [RECORDS [FOLDER]]
set -eu
if [ "${1:-}" = --help ]; then
  echo "usage: benchmarks/query.sh [RECORDS [FOLDER]]"
  echo "  default 1000000 records in a new temporary folder, which is removed; about 1.1 GB of disk for a million."
  echo "  A FOLDER that holds a trail is used as it is, and stays. Needs jq, GNU grep, zgrep and GNU time."
  exit 0
fi
records=${1:-1000000}
root=$(dirname "$(cd "$(dirname "$0")" && pwd)")
if [ ! -f "$root/agent/target/caretrail-agent.jar" ] || [ ! -d "$root/benchmarks/target/lib" ]; then
  (cd "$root" && mvn -q -pl benchmarks -am package -Dmaven.test.skip=true)
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trail=${2:-$scratch/trail}
if [ ! -f "$trail/audit.ndjson" ]; then
  java -cp "$root/benchmarks/target/caretrail-benchmarks.jar:$root/benchmarks/target/lib/*" \
    io.caretrail.benchmarks.LongTrail "$trail" "$records"
fi
cd "$trail"
rolled=$(ls | grep -E '^audit\.[0-9-]+\.[0-9]+\.ndjson(\.gz)?$' | sort -t. -k2,2 -k3,3n)
# In the order of the records, whether compressed or not.
cat > "$scratch/trail.sh" <<EOF
for file in $(echo $rolled) audit.ndjson; do case \$file in *.gz) zcat \$file ;; *) cat \$file ;; esac; done
EOF
sh "$scratch/trail.sh" > "$scratch/all.ndjson"
echo "$(wc -l < "$scratch/all.ndjson") records, $(($(wc -c < "$scratch/all.ndjson") / 1000000)) MB as plain text;" \
  "$(ls | grep -c '^audit.*ndjson') files, $(du -sm . | cut -f1) MiB on the disk"
echo
echo "| what | by | wall s | CPU s | peak MiB |"
echo "| --- | --- | --- | --- | --- |"

# measure WHAT BY COMMAND: the best of three by wall time; memory is that of its largest process.
measure() {
  for round in 1 2 3; do
    /usr/bin/time -o "$scratch/time" -f '%e %U %S %M' sh -c "$3" > "$scratch/out" 2> "$scratch/err" \
      || { cat "$scratch/err"; exit 1; }
    cat "$scratch/time"
  done | sort -n | head -n 1 | while read -r wall user system peak; do
    echo "| $1 | $2 | $wall | $(echo "$user $system" | awk '{ printf "%.1f", $1 + $2 }') | $((peak / 1024)) |"
  done
}
expect() {
  [ "$(wc -l < "$scratch/out")" -eq "$1" ] || { echo "$(wc -l < "$scratch/out") lines, not $1"; exit 1; }
}

query="java -jar $root/agent/target/caretrail-agent.jar query"
small="java -Xmx32m -jar $root/agent/target/caretrail-agent.jar query"
for layout in "$trail" "$scratch/all.ndjson"; do
  if [ "$layout" = "$trail" ]; then
    in="as rolled" read="sh $scratch/trail.sh |" grep="zgrep -h" files="$(echo $rolled) audit.ndjson"
    tail="tail -n 100 audit.ndjson"
  else
    in="one plain file" read="" grep="grep" files="$layout" tail="tail -n 100 $layout"
  fi
  jq_in=$([ -n "$read" ] || echo "$layout")
  measure "last 100, $in" "query" "$query $layout --last 100 --json"; expect 100
  measure "last 100, $in" "tail" "$tail"; expect 100
  measure "failed, $in" "query" "$query $layout --failed --json"; failed=$(wc -l < "$scratch/out")
  measure "failed, $in" "query, -Xmx32m" "$small $layout --failed --json"; expect "$failed"
  measure "failed, $in" "jq" "$read jq -c 'select(.resultType == \"Failed\")' $jq_in"; expect "$failed"
  measure "failed, $in" "grep" "$grep '\"resultType\":\"Failed\"' $files"; expect "$failed"
  measure "by type, $in" "query" "$query $layout --by dicomResourceType"; values=$(wc -l < "$scratch/out")
  measure "by type, $in" "query, -Xmx32m" "$small $layout --by dicomResourceType"; expect "$values"
  measure "by type, $in" "jq" "$read jq -r '.properties.dicomResourceType' $jq_in | sort | uniq -c"; expect "$values"
  measure "by type, $in" "grep" "$grep -o '\"dicomResourceType\":\"[^\"]*\"' $files | sort | uniq -c"; expect $((values - 1))
done
