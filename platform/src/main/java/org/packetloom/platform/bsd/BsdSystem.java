// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.packetloom.platform.DatagramFeature;
import org.packetloom.platform.unix.DatagramNumbers;
import org.packetloom.platform.unix.ErrorQueues;
import org.packetloom.platform.unix.MessageLayout;
import org.packetloom.platform.unix.OpenFlags;
import org.packetloom.platform.unix.PollEvents;
import org.packetloom.platform.unix.Posix;
import org.packetloom.platform.unix.SenderNumbers;
import org.packetloom.platform.unix.SettingRow;
import org.packetloom.platform.unix.SocketAddresses;
import org.packetloom.platform.unix.SocketNumbers;
import org.packetloom.platform.unix.UnixErrors;
import org.packetloom.platform.unix.UnixSystem;
import org.packetloom.platform.unix.WatchEvents;

/**
 * One of the systems with kqueue(2), as values; code of this package asks nowhere for the system.
 *
 * @param name as in the name of the platform
 * @param propertyName what the property {@code os.name} says of it
 * @param unix what every Unix differs in
 * @param stat its {@code struct stat}
 * @param peers its {@code struct xucred}
 * @param settings its settings of sockets
 * @param kevents its {@code struct kevent}
 * @param birth what becomes of new descriptors
 * @param RLIMIT_NOFILE its number of the limit of descriptors
 */
record BsdSystem(
    String name,
    String propertyName,
    UnixSystem unix,
    StatLayout stat,
    PeerLayout peers,
    List<SettingRow> settings,
    KeventLayout kevents,
    Birth birth,
    int RLIMIT_NOFILE) {
  /**
   * How a new descriptor becomes non-blocking, close-on-exec and free of SIGPIPE.
   *
   * @param isAtomic whether the system has SOCK_NONBLOCK, SOCK_CLOEXEC, accept4 and pipe2
   * @param SO_NOSIGPIPE an option of sockets; {@link DatagramNumbers#NONE} where MSG_NOSIGNAL is
   *     used
   * @param F_SETNOSIGPIPE a command for pipes; {@link DatagramNumbers#NONE} where there is none,
   *     and the virtual machine ignores the signal anyway
   */
  record Birth(boolean isAtomic, int SO_NOSIGPIPE, int F_SETNOSIGPIPE) {}

  /** Bytes of sun_path: sys/un.h. */
  private static final int PATH_SIZE = 104;

  /** macOS from 11 on. */
  static final BsdSystem MACOS =
      new BsdSystem(
          "macos",
          "Mac OS X",
          darwin(),
          StatLayout.DARWIN,
          PeerLayout.DARWIN,
          BsdSettingRows.darwin(),
          KeventLayout.MACOS,
          new Birth(false, DarwinConstants.SO_NOSIGPIPE, DarwinConstants.F_SETNOSIGPIPE),
          DarwinConstants.RLIMIT_NOFILE);

  /** FreeBSD from 13 on. */
  static final BsdSystem FREEBSD =
      new BsdSystem(
          "freebsd",
          "FreeBSD",
          freeBsd(),
          StatLayout.FREEBSD,
          PeerLayout.FREEBSD,
          BsdSettingRows.freeBsd(),
          KeventLayout.FREEBSD,
          new Birth(true, DatagramNumbers.NONE, DatagramNumbers.NONE),
          FreeBsdConstants.RLIMIT_NOFILE);

  private static final List<BsdSystem> ALL = List.of(MACOS, FREEBSD);

  /** The system that calls itself so, if it is one of these. */
  static Optional<BsdSystem> named(String propertyName) {
    return ALL.stream().filter(system -> system.propertyName.equals(propertyName)).findFirst();
  }

  private static UnixSystem darwin() {
    UnixErrors errors = DarwinErrors.TABLE;
    int inet6 = DarwinConstants.AF_INET6;
    return new UnixSystem(
        errors,
        darwinFlags(),
        darwinSockets(),
        // sys/socket.h: cmsg_len has 32 bits; __DARWIN_ALIGN32 aligns control messages to 4 bytes
        new MessageLayout(48, 44, 56, 48, 4, 12, 4),
        new SocketAddresses(errors, inet6, new SocketAddresses.Form(PATH_SIZE, true, false)),
        new PollEvents(0),
        new WatchEvents(0),
        darwinDatagrams(),
        noSenders(),
        ErrorQueues.NONE,
        false);
  }

  private static UnixSystem freeBsd() {
    UnixErrors errors = FreeBsdErrors.TABLE;
    int inet6 = FreeBsdConstants.AF_INET6;
    return new UnixSystem(
        errors,
        freeBsdFlags(),
        freeBsdSockets(),
        // sys/socket.h: cmsg_len has 32 bits; _ALIGN aligns to that of a register, 8 bytes
        new MessageLayout(48, 44, 56, 48, 4, 16, 8),
        new SocketAddresses(errors, inet6, new SocketAddresses.Form(PATH_SIZE, true, false)),
        new PollEvents(FreeBsdConstants.POLLRDHUP),
        new WatchEvents(FreeBsdConstants.POLLRDHUP),
        freeBsdDatagrams(),
        noSenders(),
        ErrorQueues.NONE,
        false);
  }

  /** SCM_CREDS is told for senders that attach it, or once: nothing to rely on. */
  private static SenderNumbers noSenders() {
    return new SenderNumbers(DatagramNumbers.NONE, 0, 0, 0, 0);
  }

  private static OpenFlags darwinFlags() {
    return new OpenFlags(
        DarwinConstants.O_NONBLOCK,
        DarwinConstants.O_CLOEXEC,
        DarwinConstants.O_NOCTTY,
        DarwinConstants.O_CREAT,
        DarwinConstants.O_EXCL,
        DarwinConstants.O_DIRECTORY,
        DarwinConstants.O_NOFOLLOW,
        DarwinConstants.F_DUPFD_CLOEXEC,
        DarwinConstants.AT_FDCWD,
        DarwinConstants.AT_SYMLINK_NOFOLLOW);
  }

  private static OpenFlags freeBsdFlags() {
    return new OpenFlags(
        FreeBsdConstants.O_NONBLOCK,
        FreeBsdConstants.O_CLOEXEC,
        FreeBsdConstants.O_NOCTTY,
        FreeBsdConstants.O_CREAT,
        FreeBsdConstants.O_EXCL,
        FreeBsdConstants.O_DIRECTORY,
        FreeBsdConstants.O_NOFOLLOW,
        FreeBsdConstants.F_DUPFD_CLOEXEC,
        FreeBsdConstants.AT_FDCWD,
        FreeBsdConstants.AT_SYMLINK_NOFOLLOW);
  }

  private static SocketNumbers darwinSockets() {
    int none = 0;
    return new SocketNumbers(
        DarwinConstants.AF_INET6,
        none,
        none,
        DarwinConstants.SOL_SOCKET,
        DarwinConstants.SO_TYPE,
        DarwinConstants.SO_ERROR,
        DarwinConstants.SO_SNDBUF,
        DarwinConstants.SO_ACCEPTCONN,
        DarwinConstants.FIONREAD,
        DarwinConstants.MSG_DONTWAIT,
        none,
        DarwinConstants.MSG_TRUNC,
        DarwinConstants.MSG_CTRUNC,
        none,
        none);
  }

  private static SocketNumbers freeBsdSockets() {
    int none = 0;
    return new SocketNumbers(
        FreeBsdConstants.AF_INET6,
        FreeBsdConstants.SOCK_NONBLOCK,
        FreeBsdConstants.SOCK_CLOEXEC,
        FreeBsdConstants.SOL_SOCKET,
        FreeBsdConstants.SO_TYPE,
        FreeBsdConstants.SO_ERROR,
        FreeBsdConstants.SO_SNDBUF,
        FreeBsdConstants.SO_ACCEPTCONN,
        FreeBsdConstants.FIONREAD,
        FreeBsdConstants.MSG_DONTWAIT,
        FreeBsdConstants.MSG_NOSIGNAL,
        FreeBsdConstants.MSG_TRUNC,
        FreeBsdConstants.MSG_CTRUNC,
        none,
        FreeBsdConstants.MSG_CMSG_CLOEXEC);
  }

  private static DatagramNumbers darwinDatagrams() {
    int groupOffset = 4; // netinet/in.h packs struct group_req to 4 bytes
    return new DatagramNumbers(
        packetInfo(DarwinConstants.IP_PKTINFO, DarwinConstants.IPV6_RECVPKTINFO),
        DarwinConstants.IP_PKTINFO,
        DatagramNumbers.NONE,
        DarwinConstants.IPV6_PKTINFO,
        DatagramNumbers.NONE,
        DatagramNumbers.NONE,
        DarwinConstants.MCAST_JOIN_GROUP,
        DarwinConstants.MCAST_LEAVE_GROUP,
        DarwinConstants.MCAST_JOIN_SOURCE_GROUP,
        DarwinConstants.MCAST_LEAVE_SOURCE_GROUP,
        DarwinConstants.MCAST_BLOCK_SOURCE,
        DarwinConstants.MCAST_UNBLOCK_SOURCE,
        groupOffset);
  }

  private static DatagramNumbers freeBsdDatagrams() {
    int groupOffset = 8; // netinet/in.h: struct sockaddr_storage is aligned to 8 bytes
    return new DatagramNumbers(
        packetInfo(FreeBsdConstants.IP_RECVDSTADDR, FreeBsdConstants.IPV6_RECVPKTINFO),
        DatagramNumbers.NONE,
        FreeBsdConstants.IP_RECVDSTADDR,
        FreeBsdConstants.IPV6_PKTINFO,
        DatagramNumbers.NONE,
        DatagramNumbers.NONE,
        FreeBsdConstants.MCAST_JOIN_GROUP,
        FreeBsdConstants.MCAST_LEAVE_GROUP,
        FreeBsdConstants.MCAST_JOIN_SOURCE_GROUP,
        FreeBsdConstants.MCAST_LEAVE_SOURCE_GROUP,
        FreeBsdConstants.MCAST_BLOCK_SOURCE,
        FreeBsdConstants.MCAST_UNBLOCK_SOURCE,
        groupOffset);
  }

  private static Map<DatagramFeature, DatagramNumbers.Feature> packetInfo(
      int name, int version6Name) {
    return Map.of(
        DatagramFeature.PACKET_INFO,
        new DatagramNumbers.Feature(Posix.IPPROTO_IP, name, version6Name));
  }
}
