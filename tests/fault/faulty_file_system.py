"""A file system that shows the files of a folder, and fails where their names say so.

    faulty_file_system.py FOLDER MOUNT_POINT

What a name begins with: "denied" cannot be opened, "broken" cannot be read from its middle on,
"cut" ends in its middle, "touched" has another modification time whenever it is looked at. All
others are as they are. Runs until it is unmounted.
"""

import errno
import itertools
import os
import sys

import mfusepy


class FaultyFileSystem(mfusepy.Operations):
    use_ns = True

    def __init__(self, folder):
        self.folder = folder
        self.clock = itertools.count(1)

    def path_of(self, path):
        return os.path.join(self.folder, path.lstrip("/"))

    def getattr(self, path, fh=None):
        try:
            status = os.stat(self.path_of(path))
        except FileNotFoundError:
            raise mfusepy.FuseOSError(errno.ENOENT) from None
        names = ("st_mode", "st_nlink", "st_size", "st_ino", "st_uid", "st_gid")
        attributes = {name: getattr(status, name) for name in names}
        touched = path.startswith("/touched")
        attributes["st_mtime"] = next(self.clock) if touched else status.st_mtime_ns
        return attributes

    def readdir(self, path, fh):
        return [".", "..", *os.listdir(self.folder)]

    def open(self, path, flags):
        if path.startswith("/denied"):
            raise mfusepy.FuseOSError(errno.EIO)
        return 0

    def read(self, path, size, offset, fh):
        with open(self.path_of(path), "rb") as file:
            end = os.fstat(file.fileno()).st_size
            if path.startswith("/broken") and offset + size > end // 2:
                raise mfusepy.FuseOSError(errno.EIO)
            if path.startswith("/cut"):
                end //= 2
            file.seek(offset)
            return file.read(max(0, min(size, end - offset)))


if __name__ == "__main__":
    # Neither attributes nor contents are kept by the kernel: each call comes here.
    mfusepy.FUSE(
        FaultyFileSystem(sys.argv[1]),
        sys.argv[2],
        foreground=True,
        nothreads=True,
        direct_io=True,
        attr_timeout=0,
        entry_timeout=0,
    )
