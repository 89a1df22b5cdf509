// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Optional;
import org.packetloom.AbstractSocketAddress;
import org.packetloom.CapabilityException;
import org.packetloom.Connector;
import org.packetloom.ConnectorTarget;
import org.packetloom.ConnectorUri;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Family;
import org.packetloom.platform.FileIdentity;
import org.packetloom.platform.ForeignDescriptors;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.SocketStatus;
import org.packetloom.platform.SocketType;

/**
 * Makes a connector of a descriptor that was passed to us, as what the system says it is: a socket
 * of any kind, a pipe or a terminal.
 */
final class PassedAdoption {
  private final Opening opening;
  private final ForeignDescriptors foreign;
  private final String name;
  private final FileIdentity.Kind kind;
  private final SocketStatus socket;

  /** Looks at an open descriptor, and changes nothing. */
  PassedAdoption(Opening opening, int descriptor) throws IOException {
    this.opening = opening;
    this.foreign = opening.engine().platform().foreign();
    this.name = "descriptor " + descriptor;
    FileIdentity.Box identity = new FileIdentity.Box();
    opening.failures().ensure("adopt", name, foreign.identity(descriptor, identity));
    this.kind = identity.identity().kind();
    SocketStatus.Box status = new SocketStatus.Box();
    if (kind == FileIdentity.Kind.SOCKET) {
      opening.failures().ensure("adopt", name, foreign.socketStatus(descriptor, status));
    }
    this.socket = status.status();
  }

  private boolean isSocket() {
    return kind == FileIdentity.Kind.SOCKET;
  }

  private boolean isLocal() {
    return socket.family().equals(Optional.of(Family.LOCAL));
  }

  private SocketType type() {
    return socket.type().orElse(SocketType.STREAM);
  }

  /** Fails unless a connector of that type can be made. */
  void ensure(Class<? extends Connector> type) throws IOException {
    boolean isPossible =
        isSocket()
            ? socket.family().isPresent() && socket.type().isPresent()
            : kind == FileIdentity.Kind.FIFO || kind == FileIdentity.Kind.TERMINAL;
    if (!isPossible) {
      throw new CapabilityException("adopt " + name, "events cannot be waited for in " + kind, "");
    }
    Class<? extends Connector> fitting = fitting();
    if (!type.isAssignableFrom(fitting)) {
      throw new CapabilityException(
          "adopt " + name + " as " + type.getSimpleName(),
          "it is a " + fitting.getSimpleName(),
          "");
    }
  }

  private Class<? extends Connector> fitting() {
    if (!isSocket()) {
      return DescriptorStream.class;
    }
    if (socket.isListening()) {
      return DescriptorListener.class;
    }
    return switch (type()) {
      case STREAM -> isLocal() ? LocalStream.class : DescriptorStream.class;
      case SEQPACKET -> LocalRecords.class;
      case DATAGRAM -> isLocal() ? LocalDatagrams.class : DescriptorDatagrams.class;
    };
  }

  /** Makes the connector, which owns the descriptor from now on, as this does if it fails. */
  Connector open(int descriptor) throws IOException {
    return isSocket() && !socket.isListening() ? talking(descriptor) : waiting(descriptor);
  }

  /**
   * A pipe, a terminal or a listener: its calls wait if its open file says so, which is the
   * sender's as well.
   */
  private Connector waiting(int descriptor) throws IOException {
    try {
      return new Adoption(opening, byNumber(descriptor), descriptor, Adoption.Tenure.RECEIVED)
          .any();
    } catch (Throwable e) {
      opening.descriptors().close(descriptor);
      throw e;
    }
  }

  /** A socket, which is told with each call not to wait. */
  private DescriptorConnector talking(int descriptor) throws IOException {
    int result = foreign.setBlocking(descriptor, false);
    if (result < 0) {
      opening.descriptors().close(descriptor);
      throw opening.failures().atOnce("adopt", name, result);
    }
    NativeAddress.Box near = new NativeAddress.Box();
    NativeAddress.Box far = new NativeAddress.Box();
    opening.descriptors().localAddress(descriptor, near);
    opening.descriptors().peerAddress(descriptor, far); // fails if there is no peer
    Optional<SocketAddress> local = Addresses.toPublic(near.address());
    Optional<SocketAddress> peer = Addresses.toPublic(far.address());
    ConnectorUri uri = uri(local, descriptor);
    return DescriptorConnector.open(
        connector(uri, descriptor),
        adopted -> {
          adopted.handle().share(); // who sent it may have it open still
          adopted.name(uri, local, peer);
        });
  }

  private DescriptorConnector connector(ConnectorUri uri, int descriptor) throws IOException {
    return switch (type()) {
      case STREAM ->
          isLocal()
              ? LocalStream.over(opening, uri, descriptor)
              : DescriptorStream.over(
                  opening, uri, OptionTable.TCP, DescriptorKind.TCP, descriptor);
      case SEQPACKET -> LocalRecords.over(opening, uri, descriptor);
      case DATAGRAM ->
          isLocal()
              ? LocalDatagrams.over(opening, uri, descriptor)
              : DescriptorDatagrams.over(
                  opening, uri, OptionTable.UDP, DescriptorDatagrams.Nature.INTERNET, descriptor);
    };
  }

  private ConnectorUri uri(Optional<SocketAddress> local, int descriptor) {
    if (local.isEmpty()) {
      return byNumber(descriptor);
    }
    String internet = type() == SocketType.DATAGRAM ? "udp" : "tcp";
    return switch (local.get()) {
      case InetSocketAddress address ->
          Addresses.uri(ConnectorUri.of(internet, Addresses.host(address)), address);
      case AbstractSocketAddress named ->
          ConnectorUri.of("local", new ConnectorTarget.Abstract(named.name()));
      case UnixDomainSocketAddress file when file.getPath().isAbsolute() ->
          ConnectorUri.of("local", ConnectorTarget.Path.of(file.getPath()));
      default ->
          isLocal() ? ConnectorUri.of("local", new ConnectorTarget.Empty()) : byNumber(descriptor);
    };
  }

  private static ConnectorUri byNumber(int descriptor) {
    return ConnectorUri.of("fd", new ConnectorTarget.Path("/" + descriptor));
  }
}
