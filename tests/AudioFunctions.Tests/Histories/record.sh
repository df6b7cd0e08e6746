#!/usr/bin/env bash
# Keeps the histories that this version's orchestrations leave, in a folder named after a release: record.sh 1.0.0
# To be run for each release, and never again for the same one: productions that it began are finished by later versions.
set -euo pipefail
cd "$(dirname "$0")/../../.."
folder=$PWD/tests/AudioFunctions.Tests/Histories/${1:?name the release}
[[ ! -e $folder ]] || { echo "$folder exists: a release's histories are never recorded anew." >&2; exit 1; }
RECORD_HISTORIES=$folder ./test.sh --filter FullyQualifiedName~HistoryRecordingTests
ls "$folder"
