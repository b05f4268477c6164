#!/usr/bin/env bash
# Gradescope runs this once, as root, while it builds the autograder's image.  It ends with an error, and says which,
# where anything is missing: a hand-in would find out too late.
set -euo pipefail

source="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
home="${GRADER_HOME:-/opt/descent-grader}"
pinned="$(cat "$source/python.txt")" # of the kind that the zip was made and tried with
kind="${pinned%.*}"

fail() {
  echo "setup.sh: $1" >&2
  exit 1
}

umask 022
mkdir -p "$home"

is_of_kind() {
  "$1" -I -c 'import ensurepip, sys, venv; sys.exit("%d.%d" % sys.version_info[:2] != sys.argv[1])' "$kind" 2>/dev/null
}

python=""
for each in "python$kind" python3; do
  if command -v "$each" >/dev/null && is_of_kind "$each"; then
    python="$(command -v "$each")"
    break
  fi
done

if [ -z "$python" ]; then
  echo "setup.sh: this image has no Python $kind; fetching $pinned"
  if ! python3 -m pip --version >/dev/null 2>&1; then
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y python3-pip; } ||
      fail "python3-pip cannot be installed, so Python $pinned cannot be fetched"
  fi
  python3 -m pip install --quiet --no-deps --require-hashes --only-binary :all: --target "$home/uv" \
    -r "$source/uv.txt" || fail "uv cannot be installed, so Python $pinned cannot be fetched"
  export UV_PYTHON_INSTALL_DIR="$home/python" UV_NO_CONFIG=1
  "$home/uv/bin/uv" python install --quiet --no-bin "$pinned" || fail "Python $pinned cannot be fetched"
  python="$("$home/uv/bin/uv" python find --managed-python "$pinned")" || fail "Python $pinned is not there"
fi

if ! ldconfig -p 2>/dev/null | grep -q 'libseccomp\.so\.2'; then
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y libseccomp2; } ||
    fail "libseccomp2 cannot be installed: without it student code cannot be kept apart"
fi

"$python" -m venv --clear "$home/venv" || fail "$python cannot make a virtual environment"
cd "$source"
"$home/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --only-binary :all: \
  -c constraints.txt -r requirements.txt || fail "the grader cannot be installed"

# Expected answers and hidden criteria are in there; student code runs as another user.
chmod -R go-rwx "$source"

"$home/venv/bin/python" -I -m grader.commands.gradescope --check "$source" || fail "the grader does not run"
