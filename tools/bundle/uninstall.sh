#!/bin/sh
# Removes what install.sh put there; documents stay.
set -eu
share="${XDG_DATA_HOME:-$HOME/.local/share}"
rm -rf "$share/ita-docs/program"
rm -f "$share/applications/ita-docs-open.desktop" "$share/applications/ita-docs-drop.desktop"
echo "ถอนการติดตั้งแล้ว เอกสารที่สร้างไว้ยังอยู่ครบ"
