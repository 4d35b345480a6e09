#!/bin/sh
# Installs the programs that the tests use beside Python: LibreOffice, poppler, Node.js and
# Chromium. Where they cannot be installed the tests that need them skip, and say why.
set -u
missing=""
command -v soffice >/dev/null 2>&1 || missing="$missing libreoffice-writer-nogui"
ls "$(dirname "$(readlink -f "$(command -v soffice || echo /)")")"/libsclo.* >/dev/null 2>&1 || missing="$missing libreoffice-calc-nogui"
command -v pdftotext >/dev/null 2>&1 || missing="$missing poppler-utils"
command -v cron >/dev/null 2>&1 || missing="$missing cron"
command -v npm >/dev/null 2>&1 || missing="$missing npm"
command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || missing="$missing chromium"
if [ -n "$missing" ]; then
    as_root=""
    [ "$(id -u)" = 0 ] || as_root="sudo -n"
    if ! command -v apt-get >/dev/null 2>&1 || { [ -n "$as_root" ] && ! sudo -n true 2>/dev/null; }; then
        echo "Not installed, and this user may not install them:$missing. Their tests will skip."
    else
        echo "Installing for the tests:$missing"
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >/dev/null
        # shellcheck disable=SC2086
        for package in $missing; do
            $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null ||
                echo "Could not install $package; its tests will skip."
        done
    fi
fi
if command -v npm >/dev/null 2>&1 && [ ! -d tests/node/node_modules/axe-core ]; then
    # Not npm ci: its lock would hold one platform's build of the validator and refuse the others.
    (cd tests/node && npm install --no-save --no-package-lock --silent --no-audit --no-fund) ||
        echo "Could not install the Open XML validator from npm; its tests will skip."
fi
