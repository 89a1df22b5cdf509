// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Optional;
import org.packetloom.AbstractSocketAddress;
import org.packetloom.ConnectorTarget;
import org.packetloom.ConnectorUri;
import org.packetloom.platform.NativeAddress;

/**
 * What sockets in steps have in common: the connector over a fresh descriptor, and its address.
 *
 * <p>A step is a use of the handle, and a connect takes its turn to write, so steps need no lock of
 * their own, and closing the connector ends each of them.
 *
 * @param <C> the connector
 */
abstract class Stage<C extends DescriptorConnector> {
  private static final int MAPPED_MARK = 0xff;

  final C connector;
  private final ProtocolFamily family;

  Stage(ProtocolFamily family, C connector) {
    this.family = family;
    this.connector = connector;
  }

  /** The family of its addresses. */
  public final ProtocolFamily family() {
    return family;
  }

  /** Gives it an address; a path as long as the system allows. */
  public final void bind(SocketAddress local) throws IOException {
    ensureFitting(local);
    Opening opening = connector.opening;
    Handle handle = connector.handle();
    handle.enter("bind");
    try {
      int result =
          with("bind", local, address -> opening.descriptors().bind(handle.descriptor(), address));
      opening.failures().ensure("bind", uri(local).toString(), result);
      name(local);
    } finally {
      handle.leave();
    }
  }

  /** Names the connector by its near end. */
  final void name(SocketAddress given) throws IOException {
    Optional<SocketAddress> local = near(given);
    connector.name(uri(local.orElse(given)), local, Optional.empty());
  }

  /**
   * The near end: as it was given, if that is a path, for the system may know it by a detour; else
   * as the system says.
   */
  final Optional<SocketAddress> near(SocketAddress given) throws IOException {
    return isPath(given) ? Optional.of(given) : connector.askLocalAddress();
  }

  /** The URI of a connector that is at an address, or goes there. */
  final ConnectorUri uri(SocketAddress address) {
    return switch (address) {
      case InetSocketAddress internet -> Addresses.uri(connector.uri(), internet);
      case UnixDomainSocketAddress file when isPath(file) ->
          connector.uri().withTarget(ConnectorTarget.Path.of(file.getPath()));
      case AbstractSocketAddress named ->
          connector.uri().withTarget(new ConnectorTarget.Abstract(named.name()));
      default -> connector.uri();
    };
  }

  static boolean isPath(SocketAddress address) {
    return address instanceof UnixDomainSocketAddress file && !file.getPath().toString().isEmpty();
  }

  /** Checks that an address is of the right kind. */
  final void ensureFitting(SocketAddress address) {
    boolean isFitting =
        switch (address) {
          case InetSocketAddress internet ->
              family == StandardProtocolFamily.INET6
                  || (family == StandardProtocolFamily.INET
                      && !(internet.getAddress() instanceof Inet6Address));
          case UnixDomainSocketAddress _, AbstractSocketAddress _ ->
              family == StandardProtocolFamily.UNIX;
          default -> false;
        };
    if (!isFitting) {
      throw new UnsupportedAddressTypeException();
    }
    if (address instanceof InetSocketAddress internet && internet.isUnresolved()) {
      throw new UnresolvedAddressException();
    }
  }

  /** Uses an address as the system has it. */
  final <T> T with(String operation, SocketAddress address, SocketPath.Use<T> use)
      throws IOException {
    if (isPath(address)) {
      String path = ConnectorTarget.Path.of(((UnixDomainSocketAddress) address).getPath()).path();
      return SocketPath.of(path, path).use(operation, path, connector.opening, use);
    }
    if (family == StandardProtocolFamily.INET6
        && address instanceof InetSocketAddress internet
        && internet.getAddress() instanceof Inet4Address version4) {
      return use.with(new NativeAddress.Internet(mapped(version4, internet.getPort())));
    }
    return use.with(Addresses.toNative(address));
  }

  /** An IPv4 address as an IPv6 socket has it: RFC 4291, section 2.5.5.2; all of them as all. */
  static InetSocketAddress mapped(Inet4Address address, int port) {
    byte[] bytes = new byte[16];
    if (!address.isAnyLocalAddress()) {
      bytes[10] = (byte) MAPPED_MARK;
      bytes[11] = (byte) MAPPED_MARK;
      System.arraycopy(address.getAddress(), 0, bytes, 12, 4);
    }
    try {
      return new InetSocketAddress(Inet6Address.getByAddress(null, bytes, -1), port);
    } catch (UnknownHostException e) {
      throw new AssertionError("16 bytes", e);
    }
  }
}
