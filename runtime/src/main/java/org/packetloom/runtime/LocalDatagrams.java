// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.packetloom.ConnectorUri;
import org.packetloom.DatagramConnector;
import org.packetloom.LocalDatagramConnector;
import org.packetloom.LocalMessage;
import org.packetloom.Passable;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.SocketType;
import org.packetloom.platform.Transfer;

/** Datagrams of a Unix-domain socket, whose peers may have long paths. */
final class LocalDatagrams extends DescriptorDatagrams implements LocalDatagramConnector {
  private final LocalMessages messages;

  private LocalDatagrams(Opening opening, ConnectorUri uri, int descriptor) {
    super(opening, uri, OptionTable.LOCAL, Nature.LOCAL, descriptor);
    this.messages = new LocalMessages(this, handle(), handle(), SocketType.DATAGRAM);
  }

  /** Over a non-blocking descriptor; owns it from now on. */
  static LocalDatagrams over(Opening opening, ConnectorUri uri, int descriptor) {
    return new LocalDatagrams(opening, uri, descriptor);
  }

  /** The path of a peer that has no room in an address. */
  private Optional<SocketPath> longPath(SocketAddress peer) throws IOException {
    if (!(peer instanceof UnixDomainSocketAddress file)) {
      return Optional.empty();
    }
    String text = Addresses.path(file);
    if (text.length() < SocketPath.SURELY_SHORT) {
      return Optional.empty();
    }
    return Optional.of(SocketPath.of(text, endpoints(Transfer.WRITE)))
        .filter(path -> path.isLong(opening));
  }

  @Override
  public void send(ByteBuffer source, SocketAddress peer) throws IOException {
    Optional<SocketPath> path = longPath(peer);
    if (path.isEmpty()) {
      super.send(source, peer);
      return;
    }
    path.get()
        .use(
            "send",
            endpoints(Transfer.WRITE),
            opening,
            name -> {
              send(source, peer, name);
              return name;
            });
  }

  @Override
  public boolean trySend(ByteBuffer source, SocketAddress peer) throws IOException {
    Optional<SocketPath> path = longPath(peer);
    return path.isEmpty()
        ? super.trySend(source, peer)
        : path.get()
            .use("send", endpoints(Transfer.WRITE), opening, name -> trySend(source, peer, name));
  }

  @Override
  public DatagramConnector connect(SocketAddress peer) throws IOException {
    Optional<SocketPath> path = longPath(peer);
    return path.isEmpty()
        ? super.connect(peer)
        : path.get().use("connect", uri().toString(), opening, name -> connect(peer, name));
  }

  // ---- with descriptors

  @Override
  public void send(ByteBuffer source, SocketAddress peer, List<? extends Passable> passed)
      throws IOException {
    Optional<SocketPath> path = longPath(peer);
    if (path.isEmpty()) {
      messages.send(source, passed, Addresses.toNative(peer), Optional.of(peer));
      return;
    }
    path.get()
        .use(
            "send",
            endpoints(Transfer.WRITE),
            opening,
            name -> {
              messages.send(source, passed, name, Optional.of(peer));
              return name;
            });
  }

  @Override
  public void send(ByteBuffer source, List<? extends Passable> passed) throws IOException {
    messages.send(source, passed, NativeAddress.None.NONE, Optional.empty());
  }

  @Override
  public LocalMessage receive(ByteBuffer destination, int mostDescriptors) throws IOException {
    return messages.receive(destination, mostDescriptors);
  }

  @Override
  public Optional<LocalMessage> tryReceive(ByteBuffer destination, int mostDescriptors)
      throws IOException {
    return messages.tryReceive(destination, mostDescriptors);
  }
}
