#!/usr/bin/env bash
# Set-up steps of run.sh, test.sh and .ci/run. Each checks whether it has something to do, and does it.
# Sourced; $root is the checkout. If there is nothing to do, the checks take a few milliseconds.

: "${root:?}"
setup_log=$root/.local/logs/setup.log
build_stamp=$root/artifacts/run.stamp
test_stamp=$root/artifacts/tests.stamp
npm_stamp=$root/.local/package-lock.installed.json
tools_stamp=$root/.local/dotnet-tools.installed.json
run_app=$root/artifacts/publish/AudioFunctions/release/functions.metadata
run_host=$root/artifacts/bin/AudioFunctions.LocalHost/release/AudioFunctions.LocalHost.dll
run_cli=$root/artifacts/bin/AudioFunctions.Cli/release/AudioFunctions.Cli.dll
test_app=$root/artifacts/publish/AudioFunctions.LocalHost.TestApp/release/functions.metadata

# No build servers that keep running, no logo, no telemetry.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

die() {
  printf '%s: %s\n' "$(basename -- "$0")" "$*" >&2
  exit 1
}

# step "description" "what to do if it fails" command…: output goes to the log; if the command fails, its last lines are printed.
step() {
  local doing=$1 remedy=$2
  shift 2
  printf '%s …\n' "$doing" >&2
  if ! "$@" </dev/null >>"$setup_log" 2>&1 9>&-; then
    tail -n 15 "$setup_log" >&2
    die "$doing failed. $remedy (whole log: $setup_log)"
  fi
}

# Finds an SDK that isn't on the PATH, such as one installed for a single user.
find_dotnet() {
  local folder
  command -v dotnet >/dev/null && return
  for folder in "${DOTNET_ROOT:-}" "$HOME/.dotnet" /usr/share/dotnet /usr/lib/dotnet; do
    [[ -n $folder && -x $folder/dotnet ]] || continue
    export DOTNET_ROOT=$folder PATH=$folder:$PATH
    return
  done
  die "the .NET SDK 10 is missing: install it (https://dotnet.microsoft.com/download/dotnet/10.0), then start again."
}

require_sdk() {
  (cd -- "$root" && dotnet --version >/dev/null 2>&1) ||
    die "the .NET SDK 10 is missing ($(dotnet --version 2>/dev/null || echo 'no SDK') is installed): https://dotnet.microsoft.com/download/dotnet/10.0"
}

require_node() {
  local major
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    die "Node.js 20 or later with npm is missing; the storage emulator needs it: https://nodejs.org/en/download"
  fi
  major=$(node -p 'process.versions.node.split(".")[0]')
  ((major >= 20)) || die "Node.js $(node -v) is too old for the storage emulator: version 20 or later is needed, https://nodejs.org/en/download"
}

require_disk() {
  local free_kb
  free_kb=$(df -Pk -- "$root" | awk 'NR == 2 { print $4 }')
  ((free_kb > 1000000)) || die "only $((free_kb / 1024)) MB are free on the disk of $root: free 1 GB for packages and build, then start again."
}

missing_packages() {
  command -v ffmpeg >/dev/null && command -v ffprobe >/dev/null || echo ffmpeg
  command -v espeak-ng >/dev/null || echo espeak-ng
}

# What the tests need beyond the product: a browser for the review page, a second reader of WAV files, and the linter of the shell scripts.
missing_test_packages() {
  missing_packages
  command -v chromium >/dev/null || echo chromium
  command -v sox >/dev/null || echo sox
  command -v shellcheck >/dev/null || echo shellcheck
}

install_packages() {
  install_missing missing_packages
}

install_test_packages() {
  install_missing missing_test_packages
  # Ubuntu's package of this name only says to install a snap.
  command -v chromium >/dev/null ||
    die "the tests of the review page need a program named chromium on the PATH. If Google Chrome is installed: sudo ln -s /usr/bin/google-chrome /usr/local/bin/chromium"
}

# PowerShell, in which the tests run the hooks for Windows.
install_test_tools() {
  cmp -s -- "$root/.config/dotnet-tools.json" "$tools_stamp" && return
  step "Installing the tools of the tests (PowerShell)" "Is there a network? By hand: dotnet tool restore" \
    dotnet tool restore --tool-manifest "$root/.config/dotnet-tools.json"
  mkdir -p -- "$root/.local"
  cp -- "$root/.config/dotnet-tools.json" "$tools_stamp"
}

# $1: the function that lists the missing packages.
install_missing() {
  local missing=() as_root=()
  mapfile -t missing < <("$1")
  ((${#missing[@]})) || return 0
  local by_hand="Install them by hand: sudo apt-get install ${missing[*]}"
  command -v apt-get >/dev/null || die "${missing[*]} missing, and there is no apt-get here: install with this system's package manager."
  if ((EUID != 0)); then
    command -v sudo >/dev/null || die "${missing[*]} missing, and this user may not install them. $by_hand"
    # Asks for the password, if necessary, before output goes to the log.
    sudo -v || die "${missing[*]} missing, and sudo was refused. $by_hand"
    as_root=(sudo)
  fi
  step "Reading the package lists" "Is there a network? $by_hand" "${as_root[@]}" apt-get update
  step "Installing ${missing[*]}" "$by_hand" \
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"
}

# npm writes the hidden lock file last, so an interrupted installation has none.
has_azurite() {
  [[ -f $root/node_modules/.package-lock.json && -d $root/node_modules/azurite ]] || return
  if [[ -f $npm_stamp ]]; then
    cmp -s -- "$root/package-lock.json" "$npm_stamp"
  else
    # If it was installed manually, the pinned version is enough.
    local pinned
    mkdir -p -- "$root/.local"
    pinned=$(sed -n 's/.*"azurite": "\(.*\)".*/\1/p' "$root/package.json")
    grep -q "\"version\": \"$pinned\"" "$root/node_modules/azurite/package.json" && cp -- "$root/package-lock.json" "$npm_stamp"
  fi
}

install_azurite() {
  has_azurite && return
  require_node
  step "Installing the storage emulator (Azurite)" "Is there a network? By hand: npm ci" \
    npm ci --prefix "$root" --no-audit --no-fund --no-progress
  cp -- "$root/package-lock.json" "$npm_stamp"
}

# is_current STAMP path…: whether nothing in the paths is newer than the stamp. Folders count too, because their time changes when a file in them
# is deleted or renamed.
is_current() {
  [[ -f $1 && -z $(find "${@:2}" "$root/build" "$root"/Directory.* "$root/global.json" \
    -newer "$1" ! -name '*.sh' ! -path "$root/build" -print -quit) ]]
}

is_built() {
  [[ -f $run_app && -f $run_host && -f $run_cli ]] && is_current "$build_stamp" "$root/src" "$root/host.json"
}

# The local host's tests run it with their own app, which is published like the product.
are_tests_built() {
  [[ -f $test_app ]] && is_current "$test_stamp" "$root/tests/AudioFunctions.LocalHost.TestApp" "$root/src/AudioFunctions/WorkerExtensions.props"
}

# Every host, here and in Azure, runs the published app; the other two programs are only for this checkout.
publish_run() {
  dotnet build "$root/build/run.slnf" -c Release -v q --nologo -p:RunAnalyzers=false &&
    dotnet publish "$root/src/AudioFunctions" -c Release --no-build -v q --nologo
}

publish_test_app() {
  dotnet publish "$root/tests/AudioFunctions.LocalHost.TestApp" -c Release -v q --nologo -p:RunAnalyzers=false
}

# build_once STAMP "description" command…
build_once() {
  require_sdk
  mkdir -p "$root/artifacts"
  # Set the time before the build, so that files edited meanwhile are built next time.
  touch -- "$1.new"
  step "$2" "Fix what the compiler says above, or run: dotnet build" "${@:3}"
  mv -- "$1.new" "$1"
}

build_run() {
  is_built || build_once "$build_stamp" "Building the app" publish_run
}

build_tests() {
  are_tests_built || build_once "$test_stamp" "Building the test app" publish_test_app
}

stopped() {
  printf '%s: stopped; run the same command again to continue.\n' "$(basename -- "$0")" >&2
  exit "$1"
}

# Runs the steps $@. Concurrent runs in the same checkout wait for each other.
set_up() {
  local one
  mkdir -p "$root/.local/logs"
  exec 9>"$root/.local/setup.lock"
  if ! flock -n 9; then
    printf 'Waiting for another set-up in this checkout …\n' >&2
    flock 9
  fi
  : >"$setup_log"
  # Without these, a step ended by Ctrl-C would be reported as failed.
  trap 'stopped 130' INT
  trap 'stopped 143' TERM
  require_disk
  for one; do "$one"; done
  trap - INT TERM
  exec 9>&-
}
