#!/usr/bin/env bash
# Runs the benchmarks: all of them, or those named (parser, finishing, joints, quality, production, telemetry, sessions, kills).
set -euo pipefail
cd "$(dirname "$0")/.."
exec dotnet run -c Release --project benchmarks/AudioFunctions.Benchmarks -- "$@"
