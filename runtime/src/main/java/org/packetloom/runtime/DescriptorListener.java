// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.util.Optional;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.Listener;
import org.packetloom.StreamConnector;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.ErrorKind;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;

/** Accepts streams on a socket. */
final class DescriptorListener extends DescriptorConnector implements Listener {
  private static final String ACCEPT = "accept";

  private final Handle handle;
  private final AcceptedForm form;
  private final boolean isBlocking;

  /** Receives the peer's address; guarded by the turn to accept. */
  private final NativeAddress.Box peer = new NativeAddress.Box();

  DescriptorListener(
      Opening opening,
      ConnectorUri uri,
      OptionTable options,
      DescriptorKind acceptedKind,
      int descriptor) {
    super(opening, uri, options);
    this.form = form(options, acceptedKind);
    this.isBlocking = opening.settings().isBlocking();
    this.handle = new Handle(opening.engine(), descriptor, DescriptorKind.LISTENER, this);
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
    this.isBlocking = opening.settings().isBlocking();
    this.handle = new Handle(opening.engine(), this, -1, attaching);
  }

  private static AcceptedForm form(OptionTable options, DescriptorKind kind) {
    return switch (kind) {
      case LOCAL_STREAM -> LocalStream::over;
      case SEQPACKET -> LocalRecords::over;
      case TCP, SHARED_SOCKET, PIPE, DEVICE, DATAGRAM, LISTENER, POLLER ->
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
  public StreamConnector accept() throws IOException {
    handle.begin(Transfer.READ, ACCEPT);
    try {
      while (true) {
        int seen = handle.ready();
        if ((seen & Readiness.READABLE) != 0) {
          Optional<StreamConnector> accepted = attempt();
          if (accepted.isPresent()) {
            return accepted.get();
          }
        }
        handle.ensurePolled(seen, ACCEPT, Transfer.READ, 0);
        if (!isBlocking) {
          throw Failures.timeout(ACCEPT, endpoints(Transfer.READ), -1, 0);
        }
        handle.await(Transfer.READ, ACCEPT, seen, 0);
      }
    } finally {
      handle.end(Transfer.READ);
    }
  }

  @Override
  public Optional<StreamConnector> tryAccept() throws IOException {
    if (!handle.tryTake(Transfer.READ, ACCEPT)) {
      return Optional.empty();
    }
    try {
      handle.ensurePolled(handle.ready(), ACCEPT, Transfer.READ, 0);
      return attempt();
    } finally {
      handle.release(Transfer.READ);
    }
  }

  /** One connection, or none for now. */
  private Optional<StreamConnector> attempt() throws IOException {
    while (true) {
      int result = handle.transfer().tryAccept(peer);
      if (result >= 0) {
        return Optional.of(wrap(result, peer.address()));
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

  private StreamConnector wrap(int descriptor, NativeAddress address) throws IOException {
    Opening accepted = Opening.begin(opening.loom(), opening.settings());
    DescriptorConnector connector = form.over(accepted, uri(), descriptor);
    open(
        connector,
        stream -> {
          stream.choose(interruptPolicy());
          stream.handle().closeSlowly(handle.isCloseSlow()); // the system hands SO_LINGER on
          Optional<SocketAddress> near = nearAddress(stream);
          stream.name(acceptedUri(near), near, Addresses.toPublic(address));
          stream.prepareAccepted();
        });
    return (StreamConnector) connector; // as every form makes
  }

  /** Of Unix-domain sockets it is the listener's, which may have come by a detour. */
  private Optional<SocketAddress> nearAddress(DescriptorConnector accepted) throws IOException {
    boolean isInternet = localAddress().orElse(null) instanceof InetSocketAddress;
    return isInternet ? accepted.askLocalAddress() : localAddress();
  }

  private ConnectorUri acceptedUri(Optional<SocketAddress> near) {
    return near.isPresent() && near.get() instanceof InetSocketAddress internet
        ? Addresses.uri(uri(), internet)
        : uri();
  }

  @Override
  public Listener acceptDeadline(Deadline deadline) {
    if (handle.lane(Transfer.READ).deadline(deadline)) {
      handle.wakeAll(Transfer.READ);
    }
    return this;
  }

  @Override
  public Listener interruptPolicy(InterruptPolicy policy) {
    choose(policy);
    return this;
  }

  @Override
  public <T> Listener option(SocketOption<T> option, T value) throws IOException {
    setOption(option, value);
    return this;
  }

  @Override
  public boolean isListening() {
    return isOpen();
  }

  @Override
  public boolean isConnected() {
    return false;
  }

  @Override
  public boolean isCommunicating() {
    return false;
  }

  @Override
  public void close() throws IOException {
    opening.loom().connectors().remove(this);
    try {
      endBelonging();
    } finally {
      handle.close();
    }
  }

  @Override
  String describe() {
    return this + handle.lane(Transfer.READ).describe(ACCEPT);
  }
}
