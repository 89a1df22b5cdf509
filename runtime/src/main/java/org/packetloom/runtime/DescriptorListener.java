// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import org.packetloom.ConnectorUri;
import org.packetloom.StreamConnector;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.ErrorKind;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Transfer;

/** Accepts streams on a socket. */
final class DescriptorListener extends AcceptingConnector {
  private final Handle handle;
  private final AcceptedForm form;

  /** Receives the peer's address; guarded by the turn to accept. */
  private final NativeAddress.Box peer = new NativeAddress.Box();

  /** The near end of the last connection, most often that of the next; guarded by the turn. */
  private Optional<SocketAddress> lastNear = Optional.empty();

  DescriptorListener(
      Opening opening,
      ConnectorUri uri,
      OptionTable options,
      DescriptorKind acceptedKind,
      int descriptor) {
    super(opening, uri, options);
    this.form = form(options, acceptedKind);
    this.handle = new Handle(opening.engine(), descriptor, DescriptorKind.LISTENER, entry);
  }

  /** Over a transfer that is made here, of a socket that was bound elsewhere. */
  DescriptorListener(
      Opening opening,
      ConnectorUri uri,
      OptionTable options,
      DescriptorKind acceptedKind,
      Attaching attaching) {
    super(opening, uri, options);
    this.form = form(options, acceptedKind);
    this.handle = new Handle(opening.engine(), entry, -1, attaching);
  }

  private static AcceptedForm form(OptionTable options, DescriptorKind kind) {
    return switch (kind) {
      case LOCAL_STREAM -> LocalStream::over;
      case SEQPACKET -> LocalRecords::over;
      case PIPE -> PipeStream::over;
      case TCP, SHARED_SOCKET, DEVICE, DATAGRAM, LISTENER, POLLER ->
          (opening, uri, descriptor) ->
              DescriptorStream.over(opening, uri, options, kind, descriptor);
    };
  }

  /** Makes a connector of an accepted descriptor. */
  @FunctionalInterface
  interface AcceptedForm {
    DescriptorConnector over(Opening opening, ConnectorUri uri, int descriptor);
  }

  @Override
  Handle handle() {
    return handle;
  }

  @Override
  Optional<StreamConnector> attempt() throws IOException {
    while (true) {
      int result = handle.transfer().tryAccept(peer);
      if (result >= 0) {
        return Optional.of(wrap(result));
      }
      if (result == Transfer.NOT_READY) {
        return Optional.empty();
      }
      if (!isGivenUp(result)) {
        throw handle.failure(ACCEPT, Transfer.READ, result, 0);
      }
    }
  }

  /** Whether a peer was gone before it could be accepted: the next one is tried. */
  private boolean isGivenUp(int result) {
    return opening.engine().platform().errors().kind(-result) == ErrorKind.ABORTED;
  }

  private StreamConnector wrap(int descriptor) throws IOException {
    Opening accepted = opening.again();
    DescriptorConnector connector = form.over(accepted, uri(), descriptor);
    open(
        connector,
        stream -> {
          stream.choose(interruptPolicy());
          stream.handle().closeSlowly(handle.isCloseSlow()); // the system hands SO_LINGER on
          stream.name(names(stream));
          if (!accepted.firstReads().orElseThrow().isWorthTrying()) {
            stream.handle().assumeEmpty();
          }
          stream.prepareAccepted();
        });
    return (StreamConnector) connector; // as every form makes
  }

  /**
   * Of Unix-domain sockets and of those bound to one address the near end is the listener's; the
   * former may have got it by a detour, and of the latter the system may tell otherwise if somebody
   * wants to know: where it redirects connections.
   */
  private Names names(DescriptorConnector accepted) throws IOException {
    Optional<SocketAddress> own = localAddress();
    if (!(own.orElse(null) instanceof InetSocketAddress bound)) {
      return Names.accepted(uri(), own, peer, false);
    }
    if (!bound.getAddress().isAnyLocalAddress()) {
      return Names.accepted(uri(), own, peer, true);
    }
    Optional<SocketAddress> near = accepted.askLocalAddress();
    if (!near.equals(lastNear)) {
      lastNear = near;
    }
    return Names.accepted(uri(), lastNear, peer, false); // which saves each connection some objects
  }
}
