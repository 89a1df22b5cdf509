@echo off
rem SPDX-License-Identifier: Apache-2.0
rem
rem Runs the packetloom command on Windows: finds a JDK 25 or later, builds on first use and after
rem changes of the sources, then starts Java with the flags that the shell launcher beside this file
rem gives it. Whatever it has to say goes to standard error: standard output belongs to the command.
setlocal EnableExtensions DisableDelayedExpansion

set "needed=25"
for %%R in ("%~dp0..") do set "root=%%~fR"
set "target=%root%\examples\target"
set "jar=%target%\packetloom-examples.jar"
set "archive=%target%\launcher.jsa"
rem What was built is told by copies of the sources, which keep their dates.
set "copies=%target%\launcher.sources"
set "folders=api\src\main platform\src\main runtime\src\main examples\src\main examples\src\preview"
set "files=pom.xml api\pom.xml platform\pom.xml runtime\pom.xml examples\pom.xml"

call :find_java
if errorlevel 1 exit /b 1
call :look
if not defined built call :build
if errorlevel 1 exit /b 1

set "previews="
:words
if "%~1"=="" goto start
if "%~1"=="fan-out" set "previews=--enable-preview"
if "%~1"=="hedge" set "previews=--enable-preview"
shift
goto words

rem ---- start -------------------------------------------------------------------------------------

:start
call :options
set "sharing=-Xshare:auto"
if exist "%archive%" set "sharing=-XX:SharedArchiveFile=%archive%"
"%jdk_folder%\bin\java.exe" "%sharing%" %collector% %logging% %previews% -Dpacketloom.engine=loop -jar "%jar%" %*
exit /b %errorlevel%

rem Sets `collector` and `logging`. What the virtual machine says of itself must not get into standard
rem output, and one collector thread starts faster; both give way to what the user has chosen.
:options
set "logging=-Xlog:disable -Xlog:all=warning,cds*=off,aot*=off:stderr"
set "collector=-XX:+UseSerialGC"
set "chosen=.%JDK_JAVA_OPTIONS% %JAVA_TOOL_OPTIONS%"
set "chosen=%chosen:"=%"
if not "%chosen:-Xlog=%"=="%chosen%" set "logging="
if not "%chosen:GC=%"=="%chosen%" set "collector="
exit /b 0

rem ---- the JDK -----------------------------------------------------------------------------------

rem Sets `jdk_folder`, or says what was found and fails.
:find_java
set "jdk_folder="
set "looked="
if not defined JAVA_HOME goto no_java_home
if exist "%JAVA_HOME%\bin\java.exe" goto known_java_home
call :note "JAVA_HOME=%JAVA_HOME% holds no Java"
goto no_java_home
:known_java_home
call :consider "%JAVA_HOME%"
if defined jdk_folder exit /b 0
:no_java_home
set "found="
for %%J in (java.exe) do set "found=%%~$PATH:J"
if not defined found goto usual_folders
call :consider_program "%found%"
if defined jdk_folder exit /b 0
:usual_folders
call :consider_all "%ProgramFiles%\Eclipse Adoptium"
call :consider_all "%ProgramFiles%\Java"
call :consider_all "%ProgramFiles%\Microsoft"
call :consider_all "%ProgramFiles%\Zulu"
call :consider_all "%ProgramFiles%\Amazon Corretto"
call :consider_all "%ProgramFiles%\BellSoft"
call :consider_all "%ProgramFiles%\OpenJDK"
call :consider_all "%USERPROFILE%\.jdks"
call :consider_all "%USERPROFILE%\scoop\apps"
if defined jdk_folder exit /b 0
>&2 echo packetloom: needs a JDK %needed% or later and found none; set JAVA_HOME to one. Looked at
>&2 echo JAVA_HOME, java.exe in PATH, Eclipse Adoptium, Java, Microsoft, Zulu, Amazon Corretto, BellSoft
>&2 echo and OpenJDK in %ProgramFiles%, and at .jdks and scoop in %USERPROFILE%:
if not defined looked >&2 echo   no Java at all
if defined looked >&2 type "%looked%" & del "%looked%"
exit /b 1

rem Takes the Java that program %1 is part of.
:consider_program
for %%B in ("%~dp1..") do call :consider "%%~fB"
exit /b 0

rem Takes the first that fits of those in folder %1.
:consider_all
if defined jdk_folder exit /b 0
if not exist "%~1\" exit /b 0
pushd "%~1"
for /d %%F in (*) do call :consider_folder "%~1\%%F"
popd
exit /b 0

:consider_folder
if defined jdk_folder exit /b 0
if exist "%~1\bin\java.exe" call :consider "%~1"
if exist "%~1\current\bin\java.exe" call :consider "%~1\current"
exit /b 0

rem Takes folder %1 if it holds what is needed, and otherwise remembers what it holds.
:consider
set "version="
if not exist "%~1\bin\java.exe" exit /b 0
if not exist "%~1\release" goto ask_java
for /f "usebackq tokens=1,2 delims==" %%V in ("%~1\release") do if "%%V"=="JAVA_VERSION" set "version=%%~W"
goto compare
:ask_java
for /f "tokens=2,3" %%V in ('""%~1\bin\java.exe" -version 2>&1"') do if "%%V"=="version" set "version=%%~W"
:compare
set "feature="
for /f "delims=.-+ tokens=1" %%V in ("%version%") do set "feature=%%V"
if not defined feature exit /b 0
if %feature% geq %needed% set "jdk_folder=%~1"
if %feature% lss %needed% call :note "%~1 is Java %version%"
exit /b 0

rem Remembers a line for the message that nothing was found.
:note
if not defined looked set "looked=%TEMP%\packetloom-%RANDOM%%RANDOM%.txt"
>>"%looked%" echo   %~1
exit /b 0

rem ---- the build ---------------------------------------------------------------------------------

rem Sets `built` if this launcher built what is there, from these sources.
:look
set "built="
if not exist "%jar%" exit /b 0
if not exist "%copies%\pom.xml" exit /b 0
set "changed="
pushd "%root%"
for %%S in (%folders%) do if not defined changed call :compare "%%S" "%copies%\%%S"
for %%S in (%folders%) do if not defined changed call :compare "%copies%\%%S" "%%S"
for %%S in (%files%) do if not defined changed call :compare_file "%%S" "%copies%\%%S"
popd
if not defined changed set "built=yes"
exit /b 0

rem Sets `changed` if folder %1 has a file that folder %2 lacks, or has an older one of.
:compare
if not exist "%~1\" exit /b 0
for /f "delims=" %%F in ('xcopy "%~1" "%~2" /L /D /S /Y /I ^<nul 2^>nul') do if exist "%%F" set "changed=%%F"
exit /b 0

rem The same of file %1 and its copy %2.
:compare_file
if not exist "%~2" set "changed=%~1"
for /f "delims=" %%F in ('xcopy "%~1" "%~dp2." /L /D /Y ^<nul 2^>nul') do if exist "%%F" set "changed=%%F"
exit /b 0

rem Copies the sources, before a build reads them: whatever changes after that is built once more.
:copy_sources
if exist "%copies%" rd /s /q "%copies%"
pushd "%root%"
for %%S in (%folders%) do if exist "%%S\" xcopy "%%S" "%copies%\%%S" /S /Q /Y /I <nul >nul 2>&1
for %%S in (%files%) do call :copy_file "%%S" "%copies%\%%S"
popd
exit /b 0

:copy_file
if not exist "%~dp2" md "%~dp2"
xcopy "%~1" "%~dp2." /Q /Y <nul >nul 2>&1
exit /b 0

:build
set "maven="
for %%M in (mvn.cmd) do set "maven=%%~$PATH:M"
if defined maven goto has_maven
>&2 echo packetloom: is not built yet, and there is no mvn.cmd in PATH to build it: install Apache Maven
exit /b 1
:has_maven
>&2 echo packetloom: building in %root% (the first time takes a minute or two)
call :copy_sources
setlocal
set "JDK_JAVA_OPTIONS="
if exist "%jdk_folder%\bin\javac.exe" set "JAVA_HOME=%jdk_folder%"
set "MAVEN_OPTS=--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow %MAVEN_OPTS%"
pushd "%root%"
call "%maven%" -B -q -Dstyle.color=never -DskipTests -Dmaven.javadoc.skip -Dmaven.source.skip -pl examples -am package <nul 1>&2
set "outcome=%errorlevel%"
popd
endlocal & set "outcome=%outcome%"
if "%outcome%"=="0" if exist "%jar%" goto archive_classes
if exist "%copies%" rd /s /q "%copies%"
>&2 echo packetloom: the build failed, as told above; by hand: cd /d "%root%" ^&^& mvn -DskipTests package
exit /b 1

rem Lets later starts take their classes from an archive, which halves the time they need. Does
rem without if that fails.
:archive_classes
if exist "%archive%" del "%archive%"
call :options
"%jdk_folder%\bin\java.exe" "-XX:ArchiveClassesAtExit=%archive%" %collector% %logging% -Dpacketloom.engine=loop -jar "%jar%" demo --time 20ms <nul >nul 2>&1
exit /b 0
