// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.packetloom.ConnectorUri;
import org.packetloom.LocalMessage;
import org.packetloom.LocalStreamConnector;
import org.packetloom.Passable;
import org.packetloom.PeerCredentials;
import org.packetloom.PeerProcess;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.SocketType;

/** A stream over a Unix-domain socket, or over both ends of a pair of them. */
final class LocalStream extends DescriptorStream implements LocalStreamConnector {
  private final LocalMessages messages;

  private LocalStream(Opening opening, ConnectorUri uri, int in, int out) {
    super(
        opening,
        uri,
        OptionTable.LOCAL,
        handle(opening, in, DescriptorKind.LOCAL_STREAM),
        in == out
            ? Optional.empty()
            : Optional.of(handle(opening, out, DescriptorKind.LOCAL_STREAM)));
    List<Handle> handles = handles();
    this.messages =
        new LocalMessages(this, handles.getFirst(), handles.getLast(), SocketType.STREAM);
  }

  /** Over a descriptor that goes both ways; owns it from now on. */
  static LocalStream over(Opening opening, ConnectorUri uri, int both) {
    return new LocalStream(opening, uri, both, both);
  }

  /** Over a descriptor to read from and one to write to; owns both from now on. */
  static LocalStream over(Opening opening, ConnectorUri uri, int in, int out) {
    return new LocalStream(opening, uri, in, out);
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

  @Override
  public PeerCredentials peerCredentials() throws IOException {
    return LocalPeer.credentials(this);
  }

  @Override
  public PeerProcess peerProcess() throws IOException {
    return LocalPeer.process(this);
  }
}
