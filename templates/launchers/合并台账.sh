#!/bin/sh
# 双击本文件（选“运行”）合并本周台账。由 zgtool init 生成，放在工作区里使用。
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 2

# 从根目录启动，免得工作区里的文件被当成程序读进来。
cd /
for python in @PYTHON@ python3 python; do
    if "$python" -c 'import zgtool' 2>/dev/null; then
        PYTHONUTF8=1 exec "$python" -m zgtool.desktop "$here"
    fi
done

message='没有找到合并台账的程序，可能已被移走或卸载。请信息人员重新运行一次 zgtool init。'
printf '%s\n' "$message" >&2
if command -v zenity >/dev/null 2>&1; then
    zenity --error --title=合并台账 --text="$message" 2>/dev/null
elif command -v notify-send >/dev/null 2>&1; then
    notify-send 合并台账 "$message" 2>/dev/null
fi
exit 2
