#!/usr/bin/env bash
# Counts test results. Sourced by test.sh and .ci/run.

# count_results FOLDER: sets total, passed, failed, skipped and summary from the TRX files in it.
# It counts the results themselves, because the Counters element of an interrupted run is incomplete.
count_results() {
  local counts
  counts=$(find "$1" -name '*.trx' -exec grep -ho '<UnitTestResult [^>]*>' {} + 2>/dev/null | awk '
    / outcome="Passed"/      { passed++; next }
    / outcome="NotExecuted"/ { skipped++; next }
                             { failed++ }
    END                      { print passed + 0, failed + 0, skipped + 0 }')
  read -r passed failed skipped <<<"$counts"
  # shellcheck disable=SC2034 # for the caller
  total=$((passed + failed + skipped))
  summary="$passed passed, $failed failed"
  if ((skipped)); then summary+=", $skipped skipped"; fi
}
