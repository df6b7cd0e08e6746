#!/usr/bin/env bash
# Turns a script into finished voice audio: ./run.sh --help
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)

# Show the help before anything is installed.
if [[ ${1-} == -h || ${1-} == --help ]]; then
  exec cat -- "$root/src/AudioFunctions.Cli/Arguments/usage.txt"
fi

# shellcheck source=build/setup.sh
source "$root/build/setup.sh"
find_dotnet
if [[ -n $(missing_packages) ]] || ! has_azurite || ! is_built; then
  set_up install_packages install_azurite build_run
fi
command -v node >/dev/null || require_node

# A killed process would leave its diagnostic sockets in the temp folder.
export AUDIOFUNCTIONS_ROOT=$root DOTNET_EnableDiagnostics=0
exec dotnet "$run_cli" "$@"
