// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

/** Constants of a system's fcntl.h. */
public record OpenFlags(
    int O_NONBLOCK,
    int O_CLOEXEC,
    int O_NOCTTY,
    int O_CREAT,
    int O_EXCL,
    int O_DIRECTORY,
    int O_NOFOLLOW,
    int F_DUPFD_CLOEXEC,
    int AT_FDCWD,
    int AT_SYMLINK_NOFOLLOW) {}
