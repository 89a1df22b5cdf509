// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import org.packetloom.platform.unix.UnixErrors;

/** The error numbers of Linux. Those of x86-64 and aarch64 are the same. */
final class LinuxErrors {
  private LinuxErrors() {}

  static final int EPERM = 1; // asm-generic/errno-base.h
  static final int ENOENT = 2; // asm-generic/errno-base.h
  static final int EINTR = 4; // asm-generic/errno-base.h
  static final int ENXIO = 6; // asm-generic/errno-base.h
  static final int EIO = 5; // asm-generic/errno-base.h
  static final int EBADF = 9; // asm-generic/errno-base.h
  static final int EAGAIN = 11; // asm-generic/errno-base.h
  static final int ENOMEM = 12; // asm-generic/errno-base.h
  static final int EACCES = 13; // asm-generic/errno-base.h
  static final int EBUSY = 16; // asm-generic/errno-base.h
  static final int EEXIST = 17; // asm-generic/errno-base.h
  static final int ENODEV = 19; // asm-generic/errno-base.h
  static final int ENOTDIR = 20; // asm-generic/errno-base.h
  static final int EINVAL = 22; // asm-generic/errno-base.h
  static final int ENFILE = 23; // asm-generic/errno-base.h
  static final int EMFILE = 24; // asm-generic/errno-base.h
  static final int EROFS = 30; // asm-generic/errno-base.h
  static final int EPIPE = 32; // asm-generic/errno-base.h
  static final int ERANGE = 34; // asm-generic/errno-base.h
  static final int ENAMETOOLONG = 36; // asm-generic/errno.h
  static final int ENOSYS = 38; // asm-generic/errno.h
  static final int ELOOP = 40; // asm-generic/errno.h
  static final int ENODATA = 61; // asm-generic/errno.h
  static final int ETIME = 62; // asm-generic/errno.h
  static final int ENONET = 64; // asm-generic/errno.h
  static final int EPROTO = 71; // asm-generic/errno.h
  static final int EBADFD = 77; // asm-generic/errno.h
  static final int EDESTADDRREQ = 89; // asm-generic/errno.h
  static final int EMSGSIZE = 90; // asm-generic/errno.h
  static final int EPROTOTYPE = 91; // asm-generic/errno.h
  static final int ENOPROTOOPT = 92; // asm-generic/errno.h
  static final int EOPNOTSUPP = 95; // asm-generic/errno.h
  static final int EAFNOSUPPORT = 97; // asm-generic/errno.h
  static final int EADDRINUSE = 98; // asm-generic/errno.h
  static final int EADDRNOTAVAIL = 99; // asm-generic/errno.h
  static final int ENETDOWN = 100; // asm-generic/errno.h
  static final int ENETUNREACH = 101; // asm-generic/errno.h
  static final int ECONNABORTED = 103; // asm-generic/errno.h
  static final int ECONNRESET = 104; // asm-generic/errno.h
  static final int ENOBUFS = 105; // asm-generic/errno.h
  static final int EISCONN = 106; // asm-generic/errno.h
  static final int ENOTCONN = 107; // asm-generic/errno.h
  static final int ETIMEDOUT = 110; // asm-generic/errno.h
  static final int ECONNREFUSED = 111; // asm-generic/errno.h
  static final int EHOSTDOWN = 112; // asm-generic/errno.h
  static final int EHOSTUNREACH = 113; // asm-generic/errno.h
  static final int EALREADY = 114; // asm-generic/errno.h
  static final int EINPROGRESS = 115; // asm-generic/errno.h
  static final int ECANCELED = 125; // asm-generic/errno.h

  /** All of them. */
  static final UnixErrors TABLE =
      UnixErrors.of(
"""
      EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN ENOMEM EACCES EFAULT
      ENOTBLK EBUSY EEXIST EXDEV ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG
      ENOSPC ESPIPE EROFS EMLINK EPIPE EDOM ERANGE EDEADLK ENAMETOOLONG ENOLCK ENOSYS ENOTEMPTY
      ELOOP - ENOMSG EIDRM ECHRNG EL2NSYNC EL3HLT EL3RST ELNRNG EUNATCH ENOCSI EL2HLT EBADE EBADR
      EXFULL ENOANO EBADRQC EBADSLT - EBFONT ENOSTR ENODATA ETIME ENOSR ENONET ENOPKG EREMOTE
      ENOLINK EADV ESRMNT ECOMM EPROTO EMULTIHOP EDOTDOT EBADMSG EOVERFLOW ENOTUNIQ EBADFD EREMCHG
      ELIBACC ELIBBAD ELIBSCN ELIBMAX ELIBEXEC EILSEQ ERESTART ESTRPIPE EUSERS ENOTSOCK
      EDESTADDRREQ EMSGSIZE EPROTOTYPE ENOPROTOOPT EPROTONOSUPPORT ESOCKTNOSUPPORT EOPNOTSUPP
      EPFNOSUPPORT EAFNOSUPPORT EADDRINUSE EADDRNOTAVAIL ENETDOWN ENETUNREACH ENETRESET
      ECONNABORTED ECONNRESET ENOBUFS EISCONN ENOTCONN ESHUTDOWN ETOOMANYREFS ETIMEDOUT
      ECONNREFUSED EHOSTDOWN EHOSTUNREACH EALREADY EINPROGRESS ESTALE EUCLEAN ENOTNAM ENAVAIL
      EISNAM EREMOTEIO EDQUOT ENOMEDIUM EMEDIUMTYPE ECANCELED ENOKEY EKEYEXPIRED EKEYREVOKED
      EKEYREJECTED EOWNERDEAD ENOTRECOVERABLE ERFKILL EHWPOISON
""");
}
