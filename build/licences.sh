#!/usr/bin/env bash
# Lists the licence of every package in the lock files of NuGet and npm: KIND, PACKAGE, VERSION, LICENCE, divided by tabs and sorted.
# If a licence is unknown or forbids commercial use, a sentence for each says so, and the exit code is 1. build/licences.txt says what is allowed.
# The licences of NuGet packages are in the package cache: build AudioFunctions.sln first.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
cache=${NUGET_PACKAGES:-$HOME/.nuget/packages}
export LC_ALL=C

# Each package of NuGet's lock files: ID and VERSION. A project has no version.
nuget_packages() {
  find "$root"/{src,tests,benchmarks} -name '*.lock.json' -exec cat {} + | awk -F '"' '
    /^      "[^"]*": \{/     { id = tolower($2) }
    /^        "resolved": "/ { print id "\t" $4 }' | sort -u
}

# Adds what its package names: an SPDX expression, the first two lines of a text, or an address.
nuget_licences() {
  nuget_packages | awk -F '\t' -v cache="$cache" '
    function between(line, opening,    rest) {
      rest = substr(line, index(line, opening) + length(opening))
      return substr(rest, 1, index(rest, "<") - 1)
    }
    function first_lines(file,    line, text, count) {
      while (count < 2 && (getline line < file) > 0) {
        sub(/^\357\273\277/, "", line)
        gsub(/^[ \t]+|[ \t\r]+$/, "", line)
        if (line != "") text = text (count++ ? " / " : "") line
      }
      close(file)
      return text
    }
    {
      folder = cache "/" $1 "/" tolower($2)
      spec = folder "/" $1 ".nuspec"
      licence = address = ""
      while ((found = (getline line < spec)) > 0) {
        if (index(line, "<license type=\"expression\">")) licence = between(line, "<license type=\"expression\">")
        if (index(line, "<license type=\"file\">")) licence = first_lines(folder "/" between(line, "<license type=\"file\">"))
        if (index(line, "<licenseUrl>")) address = between(line, "<licenseUrl>")
      }
      close(spec)
      if (found < 0) licence = "not in the package cache; build AudioFunctions.sln first"
      print "nuget\t" $1 "\t" $2 "\t" (licence != "" ? licence : address)
    }'
}

npm_licences() {
  awk -F '"' '
    /^    "node_modules\/.*": \{/ { name = $2; sub(/.*node_modules\//, "", name); version = licence = "" }
    /^      "version": "/         { version = $4 }
    /^      "license": "/         { licence = $4 }
    /^    \}/ && name != ""       { print "npm\t" name "\t" version "\t" licence; name = "" }' "$root/package-lock.json"
}

{ nuget_licences; npm_licences; } | sort -u | awk -F '\t' -v list="$root/build/licences.txt" '
  function object(sentence) { print "licences.sh: " sentence >"/dev/stderr"; wrong = 1 }
  BEGIN {
    while ((getline line < list) > 0) {
      if (line ~ /^(#|$)/) continue
      at = index(line, " | ")
      named = at ? substr(line, 1, at - 1) : line
      known[named] = at ? substr(line, at + 3) : line
    }
  }
  {
    count[$1]++
    used[$4] = 1
    print $1 "\t" $2 "\t" $3 "\t" (($4 in known) ? known[$4] : "unknown")
    package = $2 " " $3
    if ($4 ~ /(^|[^A-Za-z])NC([^A-Za-z]|$)|[Nn][Oo][Nn]-?[Cc]ommercial/) object(package " forbids commercial use (" $4 "): remove it.")
    else if (!($4 in known)) object("the licence of " package " is unknown (" ($4 == "" ? "it names none" : $4) "): if it allows commercial use, add it to build/licences.txt.")
  }
  END {
    for (named in known) if (!(named in used)) object("no package has the licence " named " any more: remove it from build/licences.txt.")
    if (!count["nuget"] || !count["npm"]) object("a lock file lists no package.")
    exit wrong
  }'
