#!/bin/sh
# Installs replybot for this user, from the releases of its repository:
#
#   curl -fsSL https://github.com/OWNER/replybot/releases/latest/download/install.sh | sh
#
# REPLYBOT_VERSION  which release, e.g. v0.1.0; default the latest
# REPLYBOT_BIN      into which folder; default ~/.local/bin
# Nothing is installed when the checksum is not the one of the release.
set -eu

repository=${REPLYBOT_REPOSITORY:-@REPOSITORY@}
version=${REPLYBOT_VERSION:-latest}
bin=${REPLYBOT_BIN:-$HOME/.local/bin}
case $version in
    latest) place=https://github.com/$repository/releases/latest/download ;;
    *) place=https://github.com/$repository/releases/download/$version ;;
esac
place=${REPLYBOT_DOWNLOADS:-$place}

fail() {
    echo "replybot was not installed: $*" >&2
    exit 1
}

case "$(uname -s) $(uname -m)" in
    "Linux x86_64") target=x86_64-unknown-linux-gnu ;;
    "Linux aarch64" | "Linux arm64") target=aarch64-unknown-linux-gnu ;;
    "Darwin x86_64") target=x86_64-apple-darwin ;;
    "Darwin arm64") target=aarch64-apple-darwin ;;
    *) fail "there is no build for $(uname -s) $(uname -m): cargo install --locked --git https://github.com/$repository replybot" ;;
esac
if [ "$(uname -s)" = Linux ] && ! ldd --version 2>&1 | head -n 1 | grep -qi 'glibc\|gnu libc\|ebglibc'; then
    # No glibc (Alpine): the executable that needs no library.
    target=${target%gnu}musl
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
archive=replybot-$target.tar.gz
for file in "$archive" SHA256SUMS; do
    curl --fail --silent --show-error --location --output "$folder/$file" "$place/$file" ||
        fail "$place/$file cannot be fetched"
done
expected=$(grep " $archive\$" "$folder/SHA256SUMS" | cut -d ' ' -f 1)
if command -v sha256sum >/dev/null; then
    found=$(sha256sum "$folder/$archive" | cut -d ' ' -f 1)
else
    found=$(shasum -a 256 "$folder/$archive" | cut -d ' ' -f 1)
fi
[ -n "$expected" ] && [ "$expected" = "$found" ] ||
    fail "the checksum of $archive is not the one in SHA256SUMS"
tar -xzf "$folder/$archive" -C "$folder" replybot || fail "there is no replybot in $archive"
mkdir -p "$bin"
# In one step: a replybot that runs goes on with its own file.
cp "$folder/replybot" "$bin/.replybot.new"
chmod 755 "$bin/.replybot.new"
mv "$bin/.replybot.new" "$bin/replybot"
"$bin/replybot" --version
case ":$PATH:" in
    *":$bin:"*) echo "Now: replybot dev" ;;
    *) echo "Now: $bin/replybot dev    ($bin is not in PATH)" ;;
esac
