# Sourced by the steps beside it: strict mode, the root of the repository as the folder, a folder for results.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export CI=true DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

results=${TRACECLIENT_RESULTS:-}
if [ -z "$results" ]; then
  results=$(mktemp -d)
  trap 'rm -rf "$results"' EXIT
fi

# Installs the Debian package of a program that is missing: need PROGRAM [PACKAGE].
need() {
  command -v "$1" > /dev/null || { apt-get update -qq && apt-get install -y -qq "${2:-$1}"; }
}

# Builds the solution unless it has been built.
built() {
  [ -n "${TRACECLIENT_BUILT:-}" ] || dotnet build TraceClient.sln -v q
}

# Runs the tests of a category, which `dotnet test` leaves out: category PROJECT NAME. Fails when there are none.
category() {
  dotnet "tests/$1/bin/Debug/net10.0/$1.dll" -trait "Category=$2" -noColor | tee "$results/$1.$2.log"
  grep -qE 'Total: [1-9]' "$results/$1.$2.log"
}
