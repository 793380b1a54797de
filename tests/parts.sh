# For the scripts that check this project: runs the parts of a check, keeps their times and their failures.

exec < /dev/null
export CARGO_TERM_COLOR=never
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
times=()
failures=0

# part NAME COMMAND...: a failure is counted, and the other parts still run. What it printed is in $scratch/NAME.
part() {
    local name=$1 start=$SECONDS status
    shift
    printf '\n=== %s\n' "$name"
    set +e
    (set -e; "$@") 2>&1 | tee "$scratch/$name"
    status=${PIPESTATUS[0]}
    set -e
    if [ "$status" != 0 ]; then
        printf '=== %s FAILED with exit code %s\n' "$name" "$status"
        failures=$((failures + 1))
        name="$name FAILED"
    fi
    times+=("$(minutes $((SECONDS - start)))  $name")
}

minutes() {
    printf '%3d.%d min' $(($1 / 60)) $(($1 % 60 / 6))
}

summary() {
    printf '\n'
    printf '%s\n' "${times[@]}" "$(minutes "$SECONDS")  together"
}
