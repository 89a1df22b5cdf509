// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import org.packetloom.platform.ErrorKind;

/** The errors that somebody acts on: the same names on every Unix, with numbers that differ. */
public enum UnixError {
  EPERM(ErrorKind.ACCESS),
  ENOENT(ErrorKind.MISSING),
  EINTR(ErrorKind.OTHER),
  EIO(ErrorKind.OTHER),
  ENXIO(ErrorKind.MISSING),
  EBADF(ErrorKind.OTHER),
  ENOMEM(ErrorKind.EXHAUSTED),
  EACCES(ErrorKind.ACCESS),
  /** Opening a TUN device that somebody has. */
  EBUSY(ErrorKind.ADDRESS_IN_USE),
  /** Making a file where there is one; binding to it gives EADDRINUSE. */
  EEXIST(ErrorKind.ADDRESS_IN_USE),
  ENODEV(ErrorKind.MISSING),
  ENOTDIR(ErrorKind.MISSING),
  EINVAL(ErrorKind.OTHER),
  ENFILE(ErrorKind.EXHAUSTED),
  EMFILE(ErrorKind.EXHAUSTED),
  EROFS(ErrorKind.ACCESS),
  EPIPE(ErrorKind.BROKEN_PIPE),
  ERANGE(ErrorKind.OTHER),
  /** Seen above only from connect to a Unix-domain socket whose backlog is full. */
  EAGAIN(ErrorKind.BUSY),
  ENAMETOOLONG(ErrorKind.INVALID_ADDRESS),
  ENOSYS(ErrorKind.OTHER),
  ELOOP(ErrorKind.INVALID_ADDRESS),
  ENONET(ErrorKind.UNREACHABLE),
  EPROTO(ErrorKind.ABORTED),
  /** The network interface of a TUN device was removed. */
  EBADFD(ErrorKind.MISSING),
  EDESTADDRREQ(ErrorKind.NOT_CONNECTED),
  EMSGSIZE(ErrorKind.TOO_LARGE),
  EPROTOTYPE(ErrorKind.OTHER),
  ENOPROTOOPT(ErrorKind.OTHER),
  EOPNOTSUPP(ErrorKind.OTHER),
  EAFNOSUPPORT(ErrorKind.INVALID_ADDRESS),
  EADDRINUSE(ErrorKind.ADDRESS_IN_USE),
  EADDRNOTAVAIL(ErrorKind.ADDRESS_UNAVAILABLE),
  ENETDOWN(ErrorKind.UNREACHABLE),
  ENETUNREACH(ErrorKind.UNREACHABLE),
  ECONNABORTED(ErrorKind.ABORTED),
  ECONNRESET(ErrorKind.RESET),
  ENOBUFS(ErrorKind.EXHAUSTED),
  EISCONN(ErrorKind.OTHER),
  ENOTCONN(ErrorKind.NOT_CONNECTED),
  ETIMEDOUT(ErrorKind.TIMED_OUT),
  ECONNREFUSED(ErrorKind.REFUSED),
  EHOSTDOWN(ErrorKind.UNREACHABLE),
  EHOSTUNREACH(ErrorKind.UNREACHABLE),
  EALREADY(ErrorKind.OTHER),
  EINPROGRESS(ErrorKind.OTHER),
  /** Any other, and no error. */
  OTHER(ErrorKind.OTHER);

  private final ErrorKind kind;

  UnixError(ErrorKind kind) {
    this.kind = kind;
  }

  /** What it means to a caller. */
  public ErrorKind kind() {
    return kind;
  }
}
