"""A folder shown a second time, as if it lay on a slow disk: a file system (FUSE) that waits.

usage: slow_disk.py FOLDER MOUNT_POINT MEGABYTES_PER_SECOND

Runs until `fusermount -u MOUNT_POINT`. Needs the Python package mfusepy and /dev/fuse.
"""

import os
import sys
import threading
import time

import mfusepy


class SlowDisk(mfusepy.Operations):
    use_ns = True

    def __init__(self, folder, bytes_per_second):
        self.folder = os.path.abspath(folder)
        self.bytes_per_second = bytes_per_second
        self.free_at = time.monotonic()  # when the disk has done what it was asked for
        self.mutex = threading.Lock()

    def path_of(self, path):
        return os.path.join(self.folder, path.lstrip("/"))

    def getattr(self, path, fh=None):
        try:
            status = os.stat(self.path_of(path))
        except OSError as error:
            raise mfusepy.FuseOSError(error.errno) from None
        attributes = {n: getattr(status, n) for n in ("st_mode", "st_nlink", "st_size", "st_ino")}
        return {**attributes, "st_mtime": status.st_mtime_ns}

    def readdir(self, path, fh):
        return [".", "..", *os.listdir(self.path_of(path))]

    def open(self, path, flags):
        return os.open(self.path_of(path), os.O_RDONLY)

    def release(self, path, fh):
        os.close(fh)

    def read(self, path, size, offset, fh):
        data = os.pread(fh, size, offset)
        with self.mutex:
            # As a disk reads ahead, it makes up for a moment in which nobody asked.
            begin = max(self.free_at, time.monotonic() - 0.1)
            self.free_at = end = begin + len(data) / self.bytes_per_second
        time.sleep(max(0, end - time.monotonic()))
        return data


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    disk = SlowDisk(sys.argv[1], float(sys.argv[3]) * 1e6)
    # As on a disk, the system keeps what was read; and many may wait at a time.
    mfusepy.FUSE(disk, sys.argv[2], foreground=True, auto_cache=True, max_threads=2000)
