// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import java.io.IOException;
import java.net.SocketOption;
import java.util.Map;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import org.packetloom.Connector;
import org.packetloom.ConnectorOptions;
import org.packetloom.LocalStreamConnector;
import org.packetloom.TcpOptions;

/** The options of the JDK's module {@code jdk.net}, where that module is there. */
final class ExtendedOptions {
  private static final boolean ARE_THERE = ModuleLayer.boot().findModule("jdk.net").isPresent();

  private ExtendedOptions() {}

  static Set<SocketOption<?>> tcp() {
    return ARE_THERE ? Present.TCP : Set.of();
  }

  static Set<SocketOption<?>> udp() {
    return ARE_THERE ? Present.UDP : Set.of();
  }

  static Set<SocketOption<?>> unix() {
    return ARE_THERE ? Present.UNIX : Set.of();
  }

  /** Whether not every system has an option of these. */
  static boolean isOfSystem(SocketOption<?> option) {
    return ARE_THERE && Present.OWN.containsKey(option);
  }

  /** What connectors list in place of an option of these; any other stands for itself. */
  static SocketOption<?> own(SocketOption<?> option) {
    return ARE_THERE ? Present.OWN.getOrDefault(option, option) : option;
  }

  /** Whether an option is the one that tells of a Unix-domain socket's peer. */
  static boolean isPeer(SocketOption<?> option) {
    return ARE_THERE && Present.isPeer(option);
  }

  /** The value of that one. */
  static Object peer(Connector connector) throws IOException {
    if (connector instanceof LocalStreamConnector local) {
      return PeerPrincipals.of(local);
    }
    throw new UnsupportedOperationException("peer of " + connector);
  }

  /** Loaded only if the module is there. */
  private static final class Present {
    static final Set<SocketOption<?>> TCP =
        Set.of(
            ExtendedSocketOptions.TCP_KEEPIDLE,
            ExtendedSocketOptions.TCP_KEEPINTERVAL,
            ExtendedSocketOptions.TCP_KEEPCOUNT,
            ExtendedSocketOptions.TCP_QUICKACK,
            ExtendedSocketOptions.SO_INCOMING_NAPI_ID);
    static final Set<SocketOption<?>> UDP =
        Set.of(ExtendedSocketOptions.IP_DONTFRAGMENT, ExtendedSocketOptions.SO_INCOMING_NAPI_ID);

    /** By the JDK's; a queue's number is there where its processor is: on Linux. */
    static final Map<SocketOption<?>, SocketOption<?>> OWN =
        Map.of(
            ExtendedSocketOptions.TCP_KEEPIDLE, TcpOptions.TCP_KEEPIDLE,
            ExtendedSocketOptions.TCP_KEEPINTERVAL, TcpOptions.TCP_KEEPINTVL,
            ExtendedSocketOptions.TCP_KEEPCOUNT, TcpOptions.TCP_KEEPCNT,
            ExtendedSocketOptions.TCP_QUICKACK, TcpOptions.TCP_QUICKACK,
            ExtendedSocketOptions.IP_DONTFRAGMENT, ConnectorOptions.IP_MTU_DISCOVER,
            ExtendedSocketOptions.SO_INCOMING_NAPI_ID, ConnectorOptions.SO_INCOMING_CPU);

    static final Set<SocketOption<?>> UNIX = Set.of(ExtendedSocketOptions.SO_PEERCRED);

    static boolean isPeer(SocketOption<?> option) {
      return option == ExtendedSocketOptions.SO_PEERCRED;
    }
  }
}
