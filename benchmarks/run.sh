#!/usr/bin/env bash
# Runs the benchmarks: all of them, or those named (parser, finishing, loudness, cut-points, quality, production, steps, beats, chain, load, hosts, telemetry, sessions, kills).
set -euo pipefail
cd "$(dirname "$0")/.."
# The chain runs on the local host's test app.
bash -c 'root=$PWD; . build/setup.sh; set_up install_azurite require_sdk build_run build_tests'
exec dotnet run -c Release --project benchmarks/AudioFunctions.Benchmarks -- "$@"
