#!/usr/bin/env bash
# Fetches the Aspire CLI's native package with npm and unpacks the dashboard that it carries.
set -euo pipefail
folder=$1 package=$2 version=$3

mkdir -p -- "$folder"
work=$(mktemp -d -- "$folder/work.XXXXXX")
trap 'rm -rf -- "$work"' EXIT
# A shell waits for its command before it heeds a signal: the command, which is in our group, gets it as well.
trap 'trap "" TERM; kill -TERM 0; exit 1' INT TERM HUP
cd -- "$work"

timeout --foreground 300 npm install --prefix "$work" --no-save --no-audit --no-fund --ignore-scripts "$package@$version" &
wait $!

# The CLI unpacks what it carries into the folder above its own, and looks at HOME.
mkdir -- bin
mv -- "node_modules/$package/bin/aspire" bin/
HOME=$work ASPIRE_CLI_TELEMETRY_OPTOUT=true DOTNET_CLI_TELEMETRY_OPTOUT=1 bin/aspire setup --nologo --non-interactive </dev/null &
wait $!

# Of the 300 MB, the dashboard is half; it stands alone.
rm -rf -- "${folder:?}/$version"
mv -- versions/*/managed "$folder/$version"
