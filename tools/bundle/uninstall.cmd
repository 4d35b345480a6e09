@echo off
chcp 65001 >nul
setlocal
set "HERE=%~dp0"
powershell -NoProfile -ExecutionPolicy Bypass -File "%HERE%shortcuts.ps1" -Remove
rmdir /s /q "%LOCALAPPDATA%\ita-docs\program"
echo ถอนการติดตั้งแล้ว เอกสารที่สร้างไว้ยังอยู่ครบ
pause
