@echo off
chcp 65001 >nul
setlocal
set "HERE=%~dp0"
set "PROGRAM=%LOCALAPPDATA%\ita-docs\program"

if not exist "%HERE%wheels" goto packed
if not exist "%HERE%requirements.lock" goto packed

set "PY="
for %%V in (3.13 3.12 3.11) do if not defined PY call :try py -%%V
if not defined PY call :try python
if defined PY goto found
echo ไม่พบ Python 3.11, 3.12 หรือ 3.13 แบบ 64 บิต ในเครื่องนี้ (รุ่นใหม่กว่านี้หรือแบบ 32 บิตใช้ไม่ได้)
echo โปรดติดตั้ง "Python 3.13 - Windows installer (64-bit)" จาก https://www.python.org/downloads/windows/
echo แล้วดับเบิลคลิกไฟล์นี้อีกครั้ง
pause
exit /b 5

:packed
echo ไฟล์ zip ยังไม่ได้แตก โปรดคลิกขวาที่ไฟล์ zip เลือก "แยกทั้งหมด" (Extract All)
echo แล้วดับเบิลคลิกไฟล์นี้ในโฟลเดอร์ที่แยกออกมา
pause
exit /b 2

:found
echo กำลังติดตั้ง ไม่ใช้อินเทอร์เน็ต โปรดรอสักครู่
%PY% -m venv --clear "%PROGRAM%"
if %errorlevel% neq 0 goto failed
"%PROGRAM%\Scripts\python.exe" -m pip install --quiet --disable-pip-version-check --no-index --find-links "%HERE%wheels" --require-hashes -r "%HERE%requirements.lock"
if %errorlevel% neq 0 goto failed
"%PROGRAM%\Scripts\python.exe" -m pip install --quiet --disable-pip-version-check --no-index --find-links "%HERE%wheels" --no-deps ita-docs
if %errorlevel% neq 0 goto failed
"%PROGRAM%\Scripts\ita-docs.exe" --version
if %errorlevel% neq 0 goto failed
powershell -NoProfile -ExecutionPolicy Bypass -File "%HERE%shortcuts.ps1" "%PROGRAM%"
if %errorlevel% neq 0 goto failed
echo ติดตั้งแล้ว เริ่มจากทางลัด "ออกประกาศ ITA" บนหน้าจอ
pause
exit /b 0

:failed
echo ติดตั้งไม่สำเร็จ ถ้าหน้าเว็บของโปรแกรมเปิดอยู่ โปรดกด "ปิดโปรแกรม" แล้วดับเบิลคลิกไฟล์นี้อีกครั้ง
echo หากยังไม่สำเร็จ โปรดถ่ายภาพหน้าต่างนี้ส่งให้ผู้ดูแลระบบ
pause
exit /b 1

:try
rem 64 bits, and a version whose wheels are here
%* -c "import sys, sysconfig; sys.exit(sysconfig.get_platform() != 'win-amd64' or not ((3, 11) <= sys.version_info[:2] <= (3, 13)))" >nul 2>&1
if %errorlevel% equ 0 set "PY=%*"
exit /b 0
