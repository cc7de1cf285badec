; The installer for Windows 10 and 11 (64-bit). `cargo xtask package windows` runs makensis with
; VERSION, FILES (the folder of what is installed), ICON, SIDE (the picture on the left) and OUT.
;
; Silent: 公开年报-安装-….exe /S [/D=folder]   (the folder last, without quotes)
;   0  installed, ready
;   1  the user cancelled
;   2  a file could not be copied; install again
;   3  Windows is older than 10
;   4  the program is running
;   5  installed, but WebView2 is missing
;   6  the folder cannot be written, or its path is too long
;   7  no room on the disk
;   8  a newer version is installed
; Silent removal: 卸载.exe /S   (with  _?=folder  last it waits until all is done); 4 as above.
; The reports are never touched: they are in %APPDATA%\cn.gongkai.nianbao.

Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
ManifestDPIAware true
RequestExecutionLevel user

!include MUI2.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include WordFunc.nsh
!include FileFunc.nsh

!define PRODUCT "公开年报"
!define PROGRAM "gongkai.exe"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\cn.gongkai.nianbao"
!define DATA "$APPDATA\cn.gongkai.nianbao"
!define WEBVIEW "{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}"
!define WEBVIEW_SETUP "MicrosoftEdgeWebView2RuntimeInstallerX64.exe"
!define LONGEST_PATH 180

Name "${PRODUCT}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\${PRODUCT}"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
BrandingText "${PRODUCT} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "${PRODUCT}"
VIAddVersionKey /LANG=2052 "FileDescription" "${PRODUCT} 安装程序"
VIAddVersionKey /LANG=2052 "CompanyName" "${PRODUCT}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "MIT 许可"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TITLE "安装${PRODUCT} ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "${PRODUCT}帮助您编写、核对、对比、印制政府信息公开工作年度报告。$\r$\n$\r$\n\
只为当前用户安装，不需要管理员权限，不需要联网。$\r$\n$\r$\n\
如果已经装有旧版本，会直接升级，年报数据不会改动。升级前请先关闭${PRODUCT}。"
!define MUI_DIRECTORYPAGE_TEXT_TOP "一般不必更改。年报数据不在这个文件夹里，升级和卸载都不会改动它。"
!define MUI_FINISHPAGE_TITLE "安装完成"
!define MUI_FINISHPAGE_TEXT "可以从桌面或开始菜单打开${PRODUCT}。"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!define MUI_FINISHPAGE_RUN_TEXT "现在打开${PRODUCT}"

!insertmacro MUI_PAGE_WELCOME
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE CheckFolder
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_PAGE_CUSTOMFUNCTION_SHOW FinishShown
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
SetFont /LANG=${LANG_SIMPCHINESE} "Microsoft YaHei UI" 9

; Says why and what to do, and ends with this exit code.
!macro Refuse code text
  MessageBox MB_OK|MB_ICONSTOP "${text}" /SD IDOK
  SetErrorLevel ${code}
  Quit
!macroend

Function .onInit
  ${IfNot} ${AtLeastWin10}
    !insertmacro Refuse 3 "${PRODUCT}需要 64 位的 Windows 10 或 Windows 11，这台电脑的 Windows 版本太旧，不能安装。$\r$\n$\r$\n请换一台电脑，或者升级 Windows 以后再安装。"
  ${EndIf}
  ReadRegStr $0 HKCU "${KEY}" "DisplayVersion"
  ${If} $0 != ""
    ${VersionCompare} "$0" "${VERSION}" $1
    ${If} $1 == 1
      !insertmacro Refuse 8 "已经装有更新的版本 $0，不必安装 ${VERSION}。$\r$\n$\r$\n如果确实要换回旧版本，请先卸载现在的版本；新版本保存过的数据，旧版本可能打不开。"
    ${EndIf}
  ${EndIf}
  ; The directory page asks for itself, and lets another folder be chosen.
  IfSilent 0 +2
  Call CheckFolder
FunctionEnd

; Refuses, silent, or stays on the page when there is somebody to choose another folder.
!macro Unfit code text
  MessageBox MB_OK|MB_ICONEXCLAMATION "${text}" /SD IDOK
  ${If} ${Silent}
    SetErrorLevel ${code}
    Quit
  ${EndIf}
  Abort
!macroend

Function CheckFolder
  StrLen $0 "$INSTDIR"
  ${If} $0 > ${LONGEST_PATH}
    !insertmacro Unfit 6 "文件夹的路径太长（$0 个字符，最多 ${LONGEST_PATH} 个）。请选一个路径短一些的文件夹。"
  ${EndIf}

  ; A running program keeps its file from being written.
  ${If} ${FileExists} "$INSTDIR\${PROGRAM}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${PROGRAM}" a
    ${If} ${Errors}
      !insertmacro Unfit 4 "${PRODUCT}正在运行，或者这个文件夹不能写入。请先关闭${PRODUCT}的窗口，再点“安装”。"
    ${EndIf}
    FileClose $0
  ${EndIf}

  ClearErrors
  CreateDirectory "$INSTDIR"
  FileOpen $0 "$INSTDIR\写入测试.tmp" w
  ${If} ${Errors}
    !insertmacro Unfit 6 "不能写入文件夹“$INSTDIR”。请选一个自己有权写入的文件夹，例如默认的文件夹。"
  ${EndIf}
  FileClose $0
  Delete "$INSTDIR\写入测试.tmp"

  ${GetRoot} "$INSTDIR" $0
  ${DriveSpace} "$0\" "/D=F /S=M" $1
  SectionGetSize 0 $2
  IntOp $2 $2 / 1024
  IntOp $2 $2 + 1
  ${If} $1 != ""
  ${AndIf} $1 < $2
    RMDir "$INSTDIR"
    !insertmacro Unfit 7 "磁盘 $0 的空间不够，安装需要 $2 MB。请清理磁盘，或者选另一个磁盘上的文件夹。"
  ${EndIf}
FunctionEnd

; A file could not be copied. The exit code is 2 already.
Function .onInstFailed
  MessageBox MB_OK|MB_ICONSTOP "复制文件时出错，安装没有完成。年报数据没有改动。$\r$\n$\r$\n请检查磁盘空间，关闭${PRODUCT}和杀毒软件的拦截提示，再安装一次。" /SD IDOK
FunctionEnd

Section "program"
  SetOverwrite on
  AllowSkipFiles off
  SetOutPath "$INSTDIR\fonts"
  File "${FILES}/fonts/*"
  SetOutPath "$INSTDIR\licences"
  File "${FILES}/licences/*"
  SetOutPath "$INSTDIR"
  File "${FILES}/WebView2Loader.dll"
  File "${FILES}/gongkai-cli.exe"
  ; Last, so that an installation broken off leaves the earlier program whole.
  File "${FILES}/gongkai.exe"
  WriteUninstaller "$INSTDIR\卸载.exe"

  CreateShortcut "$SMPROGRAMS\${PRODUCT}.lnk" "$INSTDIR\${PROGRAM}"
  CreateShortcut "$DESKTOP\${PRODUCT}.lnk" "$INSTDIR\${PROGRAM}"
  WriteRegStr HKCU "${KEY}" "DisplayName" "${PRODUCT}"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "Publisher" "${PRODUCT}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\${PROGRAM}"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\卸载.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\卸载.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  SectionGetSize 0 $0
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" $0

  Call WebView2
  ${If} $0 == ""
  ${AndIf} ${FileExists} "$EXEDIR\${WEBVIEW_SETUP}"
    DetailPrint "正在安装 WebView2……"
    ExecWait '"$EXEDIR\${WEBVIEW_SETUP}" /silent /install'
    Call WebView2
  ${EndIf}
  ${If} $0 == ""
    MessageBox MB_OK|MB_ICONEXCLAMATION "${PRODUCT}已经装好，但这台电脑上没有 Microsoft Edge WebView2 运行时，窗口还打不开。$\r$\n$\r$\n请在能上网的电脑上，从微软网站下载“常青独立安装程序 x64”（文件名 ${WEBVIEW_SETUP}），拷到这台电脑上双击安装；或者把它放在本安装程序旁边，再安装一次。" /SD IDOK
    SetErrorLevel 5
  ${Else}
    SetErrorLevel 0
  ${EndIf}
SectionEnd

; Does not offer to open what cannot open.
Function FinishShown
  Call WebView2
  ${If} $0 == ""
    SendMessage $mui.FinishPage.Run ${BM_SETCHECK} ${BST_UNCHECKED} 0
    ShowWindow $mui.FinishPage.Run ${SW_HIDE}
  ${EndIf}
FunctionEnd

; $0: version of WebView2, empty when there is none.
Function WebView2
  ${If} ${FileExists} "$INSTDIR\WebView2\msedgewebview2.exe"
    StrCpy $0 "fixed"
    Return
  ${EndIf}
  ReadRegStr $0 HKLM "SOFTWARE\WOW6432Node\Microsoft\EdgeUpdate\Clients\${WEBVIEW}" "pv"
  ${If} $0 == ""
    ReadRegStr $0 HKLM "SOFTWARE\Microsoft\EdgeUpdate\Clients\${WEBVIEW}" "pv"
  ${EndIf}
  ${If} $0 == ""
    ReadRegStr $0 HKCU "Software\Microsoft\EdgeUpdate\Clients\${WEBVIEW}" "pv"
  ${EndIf}
  ${If} $0 == "0.0.0.0"
    StrCpy $0 ""
  ${EndIf}
FunctionEnd

Section "Uninstall"
  ClearErrors
  ${If} ${FileExists} "$INSTDIR\${PROGRAM}"
    FileOpen $0 "$INSTDIR\${PROGRAM}" a
    ${If} ${Errors}
      !insertmacro Refuse 4 "${PRODUCT}正在运行。请先关闭它的窗口，再卸载。"
    ${EndIf}
    FileClose $0
  ${EndIf}
  Delete "$SMPROGRAMS\${PRODUCT}.lnk"
  Delete "$DESKTOP\${PRODUCT}.lnk"
  Delete "$INSTDIR\gongkai.exe"
  Delete "$INSTDIR\gongkai-cli.exe"
  Delete "$INSTDIR\WebView2Loader.dll"
  RMDir /r "$INSTDIR\fonts"
  RMDir /r "$INSTDIR\licences"
  Delete "$INSTDIR\卸载.exe"
  RMDir "$INSTDIR"
  DeleteRegKey HKCU "${KEY}"

  ${If} ${FileExists} "${DATA}\*.*"
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "${PRODUCT}已经卸载。您的年报数据还保存在：$\r$\n${DATA}$\r$\n$\r$\n要把年报数据也删除吗？删除后不能恢复。以后还要用，请选“否”。" /SD IDNO IDNO keep
    RMDir /r "${DATA}"
    keep:
  ${EndIf}
SectionEnd
