# Sourced by run, test and .ci/matrix: gets what the system lacks, and builds without chatter.

build_packages=(g++ cmake ninja-build git ca-certificates libboost-graph-dev libboost-math-dev libboost-random-dev
                libtomlplusplus-dev libcli11-dev libsqlite3-dev libfmt-dev librandom123-dev nlohmann-json3-dev)
test_packages=(catch2 python3 python3-jsonschema sqlite3)   # the last three check results without our own code

note() { printf 'secondsource: %s\n' "$*" >&2; }

# quietly COMMAND…: runs it and shows what it printed only if it fails.
quietly() {
    local log status=0
    log=$(mktemp)
    "$@" >"$log" 2>&1 </dev/null || status=$?
    if [ $status -ne 0 ]; then
        cat "$log" >&2
        note "failed: $*"
    fi
    rm -f "$log"
    return $status
}

# need PACKAGE…: installs those that Debian's package list lacks. Where that cannot be done it says which are missing
# and goes on: they may be there in another way. If the build then fails, it names them again.
missing=()
need() {
    local package have as_root=()
    if ! command -v dpkg-query >/dev/null; then
        command -v cmake >/dev/null || note "not a Debian system; please install what Debian calls: $*"
        return 0
    fi
    have=" $(dpkg-query -W -f='${db:Status-Status}:${Package} ' "$@" 2>/dev/null || true)"
    for package in "$@"; do
        [[ $have == *" installed:$package "* ]] || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            note "neither root nor sudo here; please run as root: apt-get install ${missing[*]}"
            return 0
        fi
        as_root=(sudo)
    fi
    note "installing ${missing[*]}"
    local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=600)
    # Lists may be old and still good enough; what cannot be fetched is reported by the installation itself.
    quietly "${apt[@]}" update || true
    if quietly "${apt[@]}" install --no-install-recommends "${missing[@]}"; then
        missing=()
    else
        note "please install by hand: ${missing[*]}"
    fi
}

# build [TARGET]: the release build, of one target or of all. Two at a time wait for each other.
build() {
    local folder=build/release
    mkdir -p build
    (
        flock 9 &&
        if [ ! -f $folder/build.ninja ]; then
            note "building in $folder; the first time takes a few minutes"
            quietly cmake --preset release
        fi &&
        quietly cmake --build $folder -j "$(nproc)" --target "${1:-all}" -- --quiet
    ) 9>build/.lock || {
        [ ${#missing[@]} -eq 0 ] || note "not installed, which may be why: ${missing[*]}"
        return 1
    }
}
