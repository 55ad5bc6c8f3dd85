@echo off
setlocal DisableDelayedExpansion
rem Double-click to merge this week's ledgers. Written by "zgtool init".
rem zgtool-python.txt names the Python to use. Keep this file in ASCII.
set "HERE=%~dp0"
set "PYTHONUTF8=1"
rem Not from the work area: files lying there must not be taken for parts of the program.
cd /d "%SystemRoot%"
set "PY="
if not exist "%HERE%zgtool-python.txt" goto launcher
set /p "PY=" <"%HERE%zgtool-python.txt"
if not defined PY goto launcher
"%PY%" -c "import zgtool" >nul 2>nul
if not errorlevel 1 goto run
:launcher
set "PY=py"
"%PY%" -c "import zgtool" >nul 2>nul
if not errorlevel 1 goto run
set "PY=python"
"%PY%" -c "import zgtool" >nul 2>nul
if not errorlevel 1 goto run
echo The program was not found. Ask your IT office to run "zgtool init" again.
set "RC=2"
goto finish
:run
"%PY%" -m zgtool.desktop "%HERE%."
set "RC=%ERRORLEVEL%"
:finish
if "%RC%"=="0" exit /b 0
if "%RC%"=="1" exit /b 1
if not defined ZGTOOL_NO_PAUSE pause
exit /b %RC%
