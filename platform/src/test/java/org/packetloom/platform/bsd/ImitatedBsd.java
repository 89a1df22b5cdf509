// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import java.util.Optional;
import org.packetloom.platform.Platform;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.PollerFactory;
import org.packetloom.platform.linux.LinuxValues;
import org.packetloom.platform.unix.Architecture;
import org.packetloom.platform.unix.DatagramNumbers;
import org.packetloom.platform.unix.SocketNumbers;
import org.packetloom.platform.unix.UnixSystem;

/**
 * The platform of macOS on Linux: its code, which sets descriptors up by fcntl(2), waits by poll(2)
 * and a pipe, moves messages one by one, asks SO_ERROR and names references, with the numbers and
 * layouts of Linux. So what is not a number meets a kernel.
 */
public final class ImitatedBsd {
  private ImitatedBsd() {}

  /** The platform, always the same; its poller is poll(2). */
  public static Platform platform() {
    return Polling.PLATFORM;
  }

  /** The platform with kqueue, by libkqueue, always the same; empty where that is missing. */
  public static Optional<Platform> withKqueue() {
    return Queueing.PLATFORM;
  }

  private static BsdSystem system(UnixSystem linux) {
    UnixSystem plain =
        new UnixSystem(
            linux.errors(),
            linux.open(),
            sockets(linux.sockets()),
            linux.layout(),
            linux.addresses(),
            linux.events(),
            linux.watchEvents(),
            linux.datagrams(),
            linux.senders(),
            linux.errorQueues(),
            false);
    return new BsdSystem(
        "imitation",
        "",
        plain,
        stat(),
        peers(),
        LinuxValues.settings(),
        LibkqueueCalls.LAYOUT,
        new BsdSystem.Birth(false, DatagramNumbers.NONE, DatagramNumbers.NONE),
        LinuxValues.RLIMIT_NOFILE);
  }

  /** bits/struct_stat.h of glibc; mode_t has 32 bits there, and no bits beyond 16. */
  private static StatLayout stat() {
    return switch (Architecture.find().orElseThrow()) {
      case X86_64 -> new StatLayout(144, 8, 24, 8, 28, 40);
      case AARCH64 -> new StatLayout(128, 8, 16, 8, 24, 32);
    };
  }

  /** struct ucred of bits/socket.h, by SO_PEERCRED. */
  private static PeerLayout peers() {
    return new PeerLayout(LinuxValues.SOL_SOCKET, LinuxValues.SO_PEERCRED, 12, 4, -1, 8, 0, -1);
  }

  private static SocketNumbers sockets(SocketNumbers of) {
    int none = 0;
    return new SocketNumbers(
        of.AF_INET6(),
        none,
        none,
        of.SOL_SOCKET(),
        of.SO_TYPE(),
        of.SO_ERROR(),
        of.SO_SNDBUF(),
        of.SO_ACCEPTCONN(),
        of.FIONREAD(),
        of.MSG_DONTWAIT(),
        none,
        of.MSG_TRUNC(),
        of.MSG_CTRUNC(),
        none,
        none);
  }

  /** In place of kqueue, which needs a library. */
  private record NoQueues() implements PollerFactory {
    @Override
    public String name() {
      return KqueuePoller.NAME;
    }

    @Override
    public Optional<String> missing() {
      return Optional.of("not on this machine");
    }

    @Override
    public Poller open() throws PollerException {
      throw new PollerException("not on this machine");
    }
  }

  /** Loads the C library's symbols at first use. */
  private static final class Polling {
    static final BsdSystem SYSTEM = system(LinuxValues.calls().system());
    static final BsdPlatform PLATFORM =
        BsdPlatform.over(SYSTEM, BsdPlatform.calls(SYSTEM), new NoQueues());
  }

  /** Loads libkqueue at first use. */
  private static final class Queueing {
    static final Optional<Platform> PLATFORM =
        Libkqueue.load(BsdPlatform.calls(Polling.SYSTEM))
            .map(found -> BsdPlatform.over(Polling.SYSTEM, found.calls(), found.factory()));
  }
}
