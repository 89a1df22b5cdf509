// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.platform.ErrorKind;
import org.packetloom.platform.unix.Posix;
import org.packetloom.platform.unix.UnixErrors;

/**
 * Constants are those of the headers, typed from there once more: of xnu 11417 and of FreeBSD 13 to
 * 15. None of these systems is here to be asked.
 */
class BsdNumbersTest {
  /** Name, number on Darwin, number on FreeBSD; a dash where the code has no use for it. */
  private static final String HEADERS =
      """
      sys/socket.h
        AF_INET6 30 28
        SOCK_CLOEXEC - 0x10000000
        SOCK_NONBLOCK - 0x20000000
        SOL_SOCKET 0xffff 0xffff
        SO_ACCEPTCONN 0x2 0x2
        SO_REUSEADDR 0x4 0x4
        SO_KEEPALIVE 0x8 0x8
        SO_DONTROUTE 0x10 0x10
        SO_BROADCAST 0x20 0x20
        SO_LINGER - 0x80
        SO_LINGER_SEC 0x1080 -
        SO_OOBINLINE 0x100 0x100
        SO_REUSEPORT 0x200 0x200
        SO_TIMESTAMP 0x400 0x400
        SO_SNDBUF 0x1001 0x1001
        SO_RCVBUF 0x1002 0x1002
        SO_ERROR 0x1007 0x1007
        SO_TYPE 0x1008 0x1008
        SO_PROTOCOL - 0x1016
        SO_DOMAIN - 0x1019
        SO_NOSIGPIPE 0x1022 -
        SO_BINDTODEVICE 0x1134 -
        MSG_TRUNC 0x10 0x10
        MSG_CTRUNC 0x20 0x20
        MSG_DONTWAIT 0x80 0x80
        MSG_NOSIGNAL - 0x20000
        MSG_CMSG_CLOEXEC - 0x40000
      sys/un.h
        SOL_LOCAL 0 0
        LOCAL_PEERCRED 1 1
        LOCAL_PEERPID 2 -
      sys/poll.h
        POLLRDHUP - 0x4000
      sys/fcntl.h
        O_NONBLOCK 0x4 0x4
        O_NOFOLLOW 0x100 0x100
        O_CREAT 0x200 0x200
        O_EXCL 0x800 0x800
        O_NOCTTY 0x20000 0x8000
        O_DIRECTORY 0x100000 0x20000
        O_CLOEXEC 0x1000000 0x100000
        F_DUPFD_CLOEXEC 67 17
        F_SETNOSIGPIPE 73 -
        AT_FDCWD -2 -100
        AT_SYMLINK_NOFOLLOW 0x20 0x200
      sys/filio.h
        FIONREAD 0x4004667f 0x4004667f
      sys/resource.h
        RLIMIT_NOFILE 8 8
        SIGSEGV 11 11
        SIGINFO 29 29
        SIGUSR2 31 31
      netinet/in.h
        IP_TOS 3 3
        IP_TTL 4 4
        IP_RECVDSTADDR - 7
        IP_MULTICAST_IF 9 9
        IP_MULTICAST_TTL 10 10
        IP_MULTICAST_LOOP 11 11
        IP_BINDANY - 24
        IP_PKTINFO 26 -
        MCAST_JOIN_GROUP 80 80
        MCAST_LEAVE_GROUP 81 81
        MCAST_JOIN_SOURCE_GROUP 82 82
        MCAST_LEAVE_SOURCE_GROUP 83 83
        MCAST_BLOCK_SOURCE 84 84
        MCAST_UNBLOCK_SOURCE 85 85
      netinet6/in6.h
        IPV6_UNICAST_HOPS 4 4
        IPV6_MULTICAST_IF 9 9
        IPV6_MULTICAST_HOPS 10 10
        IPV6_MULTICAST_LOOP 11 11
        IPV6_V6ONLY 27 27
        IPV6_RECVPKTINFO 61 36
        IPV6_TCLASS 36 61
        IPV6_PKTINFO 46 46
        IPV6_BINDANY - 64
      netinet/tcp.h
        TCP_NODELAY 1 1
        TCP_MAXSEG 2 2
        TCP_NOPUSH 4 4
        TCP_KEEPALIVE 0x10 -
        TCP_CONGESTION - 0x40
        TCP_KEEPIDLE - 0x100
        TCP_KEEPINTVL 0x101 0x200
        TCP_KEEPCNT 0x102 0x400
        TCP_FASTOPEN 0x105 0x401
        TCP_NOTSENT_LOWAT 0x201 -
      """;

  /** Of every system: the constants that shared code has by their names. */
  private static final String EVERYWHERE =
      """
      AF_UNSPEC 0, AF_UNIX 1, AF_INET 2, SOCK_STREAM 1, SOCK_DGRAM 2, SOCK_SEQPACKET 5, SHUT_RD 0,
      SHUT_WR 1, SHUT_RDWR 2, SCM_RIGHTS 1, MSG_OOB 1, MSG_PEEK 2, MSG_DONTROUTE 4, IPPROTO_IP 0,
      IPPROTO_TCP 6, IPPROTO_UDP 17, IPPROTO_IPV6 41, O_RDONLY 0, O_WRONLY 1, O_RDWR 2,
      O_ACCMODE 3, F_SETFD 2, F_GETFL 3, F_SETFL 4, FD_CLOEXEC 1, LOCK_EX 2, LOCK_NB 4,
      S_IFMT 0xf000, S_IFSOCK 0xc000, S_IFREG 0x8000, S_IFDIR 0x4000, S_IFCHR 0x2000,
      S_IFIFO 0x1000, POLLIN 1, POLLPRI 2, POLLOUT 4, POLLERR 8, POLLHUP 0x10, POLLNVAL 0x20
      """;

  static Stream<Arguments> constants() {
    return Stream.of(
        Arguments.of(DarwinConstants.class, column(1)),
        Arguments.of(FreeBsdConstants.class, column(2)),
        Arguments.of(Posix.class, everywhere()));
  }

  private static Map<String, Integer> column(int column) {
    Map<String, Integer> numbers = new TreeMap<>();
    HEADERS
        .lines()
        .filter(line -> line.startsWith(" "))
        .map(line -> line.strip().split(" "))
        .filter(row -> !row[column].equals("-"))
        .forEach(row -> numbers.put(row[0], Integer.decode(row[column])));
    return numbers;
  }

  private static Map<String, Integer> everywhere() {
    Map<String, Integer> numbers = new TreeMap<>();
    for (String pair : EVERYWHERE.strip().split(",\\s+")) {
      numbers.put(pair.split(" ")[0], Integer.decode(pair.split(" ")[1]));
    }
    return numbers;
  }

  @ParameterizedTest
  @MethodSource("constants")
  void constantsAreThoseOfTheHeaders(Class<?> holder, Map<String, Integer> header)
      throws IllegalAccessException {
    Map<String, Integer> found = new TreeMap<>();
    for (Field field : holder.getDeclaredFields()) {
      found.put(field.getName(), field.getInt(null));
    }
    assertThat(found).isEqualTo(header);
  }

  static Stream<Arguments> errors() {
    List<Object> kinds =
        List.of(
            Map.of(35, ErrorKind.BUSY, 45, ErrorKind.OTHER, 100, ErrorKind.ABORTED),
            Map.of(35, ErrorKind.BUSY, 45, ErrorKind.OTHER, 92, ErrorKind.ABORTED));
    return Stream.of(
        Arguments.of(DarwinErrors.TABLE, darwinErrors(), kinds.get(0)),
        Arguments.of(FreeBsdErrors.TABLE, freeBsdErrors(), kinds.get(1)));
  }

  /** sys/errno.h of xnu, where it differs from FreeBSD. */
  private static Map<Integer, String> darwinErrors() {
    Map<Integer, String> names = commonErrors();
    names.put(45, "ENOTSUP");
    String[] from82 =
        """
        EPWROFF EDEVERR EOVERFLOW EBADEXEC EBADARCH ESHLIBVERS EBADMACHO ECANCELED EIDRM ENOMSG
        EILSEQ ENOATTR EBADMSG EMULTIHOP ENODATA ENOLINK ENOSR ENOSTR EPROTO ETIME EOPNOTSUPP
        ENOPOLICY ENOTRECOVERABLE EOWNERDEAD EQFULL"""
            .split("\\s+");
    assertThat(from82).hasSize(106 - 81); // ELAST
    for (int i = 0; i < from82.length; i++) {
      names.put(82 + i, from82[i]);
    }
    return names;
  }

  /** sys/errno.h of FreeBSD, where it differs from Darwin. */
  private static Map<Integer, String> freeBsdErrors() {
    Map<Integer, String> names = commonErrors();
    names.put(45, "EOPNOTSUPP");
    String[] from82 =
        """
        EIDRM ENOMSG EOVERFLOW ECANCELED EILSEQ ENOATTR EDOOFUS EBADMSG EMULTIHOP ENOLINK EPROTO
        ENOTCAPABLE ECAPMODE ENOTRECOVERABLE EOWNERDEAD EINTEGRITY"""
            .split("\\s+");
    assertThat(from82).hasSize(97 - 81); // ELAST
    for (int i = 0; i < from82.length; i++) {
      names.put(82 + i, from82[i]);
    }
    return names;
  }

  /** What both have, by number; not all of them. */
  private static Map<Integer, String> commonErrors() {
    Map<Integer, String> names = new TreeMap<>();
    String pairs =
        """
        1 EPERM 2 ENOENT 4 EINTR 5 EIO 6 ENXIO 9 EBADF 11 EDEADLK 12 ENOMEM 13 EACCES 14 EFAULT
        16 EBUSY 17 EEXIST 19 ENODEV 20 ENOTDIR 21 EISDIR 22 EINVAL 23 ENFILE 24 EMFILE 25 ENOTTY
        28 ENOSPC 29 ESPIPE 30 EROFS 32 EPIPE 34 ERANGE 35 EAGAIN 36 EINPROGRESS 37 EALREADY
        38 ENOTSOCK 39 EDESTADDRREQ 40 EMSGSIZE 41 EPROTOTYPE 42 ENOPROTOOPT 43 EPROTONOSUPPORT
        46 EPFNOSUPPORT 47 EAFNOSUPPORT 48 EADDRINUSE 49 EADDRNOTAVAIL 50 ENETDOWN 51 ENETUNREACH
        52 ENETRESET 53 ECONNABORTED 54 ECONNRESET 55 ENOBUFS 56 EISCONN 57 ENOTCONN 58 ESHUTDOWN
        60 ETIMEDOUT 61 ECONNREFUSED 62 ELOOP 63 ENAMETOOLONG 64 EHOSTDOWN 65 EHOSTUNREACH
        66 ENOTEMPTY 69 EDQUOT 70 ESTALE 77 ENOLCK 78 ENOSYS 79 EFTYPE 80 EAUTH 81 ENEEDAUTH"""
            .strip();
    String[] words = pairs.split("\\s+");
    for (int i = 0; i < words.length; i += 2) {
      names.put(Integer.parseInt(words[i]), words[i + 1]);
    }
    return names;
  }

  @ParameterizedTest
  @MethodSource("errors")
  void errorsAreThoseOfTheHeaders(
      UnixErrors errors, Map<Integer, String> names, Map<Integer, ErrorKind> kinds) {
    names.forEach((number, name) -> assertThat(errors.name(number)).isEqualTo(name));
    kinds.forEach((number, kind) -> assertThat(errors.kind(number)).isEqualTo(kind));
    int last = names.keySet().stream().max(Integer::compare).orElseThrow();
    assertThat(errors.name(last + 1)).isEqualTo("errno " + (last + 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {45, 102})
  void bothNumbersOfAnUnsupportedOperationMeanIt(int number) {
    assertThat(DarwinErrors.TABLE.of(number).name()).isEqualTo("EOPNOTSUPP");
  }

  @Test
  void numbersOfTheSeventhEditionAreTheSameEverywhere() throws IllegalAccessException {
    for (Field field : UnixErrors.class.getDeclaredFields()) {
      if (field.getName().matches("E[A-Z]+")) {
        for (UnixErrors errors : Arrays.asList(DarwinErrors.TABLE, FreeBsdErrors.TABLE)) {
          assertThat(errors.name(field.getInt(null))).isEqualTo(field.getName());
        }
      }
    }
  }
}
