"""A file system that shows the files of a folder, slowly.

    throttled_file_system.py FOLDER MOUNT_POINT BYTES_PER_SECOND [--side-by-side]
                             [--cached | --kept]

Each read waits as long as its bytes take at this rate: one read after the other, so that the rate
is that of the whole, or with --side-by-side each by itself, so that as many reads at a time are as
many times as fast. The kernel keeps nothing of what it got; with --cached it does, and reads ahead,
until the file is opened again, and with --kept also then.
Runs until it is unmounted.
"""

import argparse
import os
import time

import mfusepy


class ThrottledFileSystem(mfusepy.Operations):
    use_ns = True

    def __init__(self, folder, bytes_per_second):
        self.folder = os.path.abspath(folder)
        self.bytes_per_second = bytes_per_second

    def path_of(self, path):
        return os.path.join(self.folder, path.lstrip("/"))

    def getattr(self, path, fh=None):
        try:
            status = os.stat(self.path_of(path))
        except OSError as error:
            raise mfusepy.FuseOSError(error.errno) from None
        names = ("st_mode", "st_nlink", "st_size", "st_ino", "st_uid", "st_gid")
        attributes = {name: getattr(status, name) for name in names}
        return {**attributes, "st_mtime": status.st_mtime_ns}

    def readdir(self, path, fh):
        return [".", "..", *os.listdir(self.path_of(path))]

    def open(self, path, flags):
        return os.open(self.path_of(path), os.O_RDONLY)

    def release(self, path, fh):
        os.close(fh)

    def read(self, path, size, offset, fh):
        data = os.pread(fh, size, offset)
        time.sleep(len(data) / self.bytes_per_second)
        return data


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("mount_point")
    parser.add_argument("bytes_per_second", type=float)
    parser.add_argument("--side-by-side", action="store_true")
    parser.add_argument("--cached", action="store_true")
    parser.add_argument("--kept", action="store_true")
    arguments = parser.parse_args()
    file_system = ThrottledFileSystem(arguments.folder, arguments.bytes_per_second)
    threads = {"max_threads": 64} if arguments.side_by_side else {"nothreads": True}
    caching = {} if arguments.cached else {"direct_io": True}
    if arguments.kept:
        caching = {"kernel_cache": True}
    mfusepy.FUSE(file_system, arguments.mount_point, foreground=True, **threads, **caching)
