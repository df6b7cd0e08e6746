#!/usr/bin/env bash
# Checks commit messages and tracked files. Sourced by .ci/run.

# The commits after this one must follow the rules below.
rules_since=7d2db378c6b50e01c5b483c0d1ea723d17f4c7bb

# check_commits: prints each commit since then that is a merge, whose subject is over 72 characters or marks it for squashing, or whose message
# contains a path of a machine. In a history without that commit (a shallow clone), it checks only the newest commit.
check_commits() {
  local range=$rules_since..HEAD wrong
  has_history || return 0
  git merge-base --is-ancestor "$rules_since" HEAD 2>/dev/null || range=HEAD~1..HEAD
  git rev-parse -q --verify "${range%%..*}^{commit}" >/dev/null || range=HEAD
  wrong=$(
    # Dependabot's subjects name packages and versions, however long these are.
    git log --no-merges --format='%an%x09%h %s' "$range" | awk -F '\t' '
      { change = substr($0, length($1) + 2); subject = change; sub(/^[^ ]+ /, "", subject) }
      length(subject) > 72 && $1 !~ /^dependabot/ { print "over 72 characters: " change }
      subject ~ /^(fixup|squash|amend)!/          { print "to be squashed: " change }'
    git log --no-merges --format='%h %B' "$range" | grep -E '(^|[[:space:]"'\''(])/(work|tmp|root|home)/' | sed 's/^/names a folder of a machine: /'
    git log --merges --format='merge commit: %h %s' "$range"
  )
  [[ -z $wrong ]] || { printf '%s\n' "$wrong"; return 1; }
}

# check_paths: prints each line of a tracked file that contains a path of the author's machine.
check_paths() {
  has_history || return 0
  ! git grep -nIE '(^|[^A-Za-z0-9._/-])/(work|root)/' -- ':!build/commits.sh' ':!tests/*/CommitsTests.cs'
}

# A folder that isn't a clone has no commits to check.
has_history() {
  git rev-parse -q --verify HEAD >/dev/null 2>&1 || { printf 'no git history here\n'; return 1; }
}
