#!/usr/bin/env bash
# Publishes the app, builds the solution (Release, as the app is deployed) and runs every test. Arguments go to `dotnet test`, for example: ./test.sh --filter Pause
set -uo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
results=$root/TestResults

# shellcheck source=build/setup.sh
source "$root/build/setup.sh"
find_dotnet
set_up install_test_packages install_azurite require_sdk install_test_tools build_run build_tests

cd -- "$root" || exit
if [[ ${1-} == --no-build ]]; then
  shift
else
  dotnet build AudioFunctions.sln -c Release -v q --nologo </dev/null || die "the build failed: nothing was tested."
fi

rm -rf -- "$results"
# -m:1: one assembly after the other. Each starts its own storage and FFmpeg; two at once took three times as long on two cores, and timed out.
dotnet test AudioFunctions.sln -c Release --no-build --nologo -m:1 -v q \
  --logger "trx;LogFilePrefix=tests" --logger "console;verbosity=minimal" --results-directory "$results" "$@" </dev/null
status=$?

# shellcheck source=build/results.sh
source "$root/build/results.sh"
count_results "$results"
printf '%s\n' "$summary"
((total > 0)) || die "no test ran."
((status == 0 && failed == 0))
