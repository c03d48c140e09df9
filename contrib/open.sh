#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# open.sh FOLDER COMMAND... - runs the command where others may come to the
# folder, too, as they may not when it lies in /root: in a mount name space of
# its own in which the path is the same, and open.  For test.sh, since the
# daemons of the tests are other users; as root.

folder=$1
shift
others() {
	setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
}
if ! others true || others test -x "$folder/"; then
	exec "$@"
fi
closed=$folder
while ! others test -x "${closed%/*}/"; do
	closed=${closed%/*}
done
# shellcheck disable=SC2016 # for the inner shell
exec unshare --mount sh -c '
	folder=$1 closed=$2
	shift 2
	# By way of /mnt, as long as it takes.
	mount -t tmpfs none /mnt && mkdir /mnt/folder &&
	mount --bind "$folder" /mnt/folder &&
	mount -t tmpfs -o mode=755 none "$closed" && mkdir -p "$folder" &&
	mount --bind /mnt/folder "$folder" && umount /mnt/folder &&
	umount /mnt && cd "$folder" && exec "$@"
	echo "open.sh: cannot open a way to $folder" >&2
	exit 1
' open "$folder" "$closed" "$@"
