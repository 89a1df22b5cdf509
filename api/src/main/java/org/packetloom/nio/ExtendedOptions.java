// SPDX-License-Identifier: Apache-2.0
package org.packetloom.nio;

import java.io.IOException;
import java.net.SocketOption;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import org.packetloom.Connector;
import org.packetloom.LocalStreamConnector;

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
    static final Set<SocketOption<?>> UNIX = Set.of(ExtendedSocketOptions.SO_PEERCRED);

    static boolean isPeer(SocketOption<?> option) {
      return option == ExtendedSocketOptions.SO_PEERCRED;
    }
  }
}
