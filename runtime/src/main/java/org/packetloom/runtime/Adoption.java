// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.packetloom.AbstractSocketAddress;
import org.packetloom.CapabilityException;
import org.packetloom.Connector;
import org.packetloom.ConnectorTarget;
import org.packetloom.ConnectorUri;
import org.packetloom.DatagramConnector;
import org.packetloom.Listener;
import org.packetloom.StreamConnector;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Family;
import org.packetloom.platform.FileIdentity;
import org.packetloom.platform.ForeignDescriptors;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.SocketStatus;
import org.packetloom.platform.SocketType;
import org.packetloom.platform.Transfer;

/**
 * Makes a connector of a descriptor that somebody else opened, as what the system says it is.
 *
 * <p>A guest works on duplicates, or on the same file opened once more, and changes nothing that
 * others could notice: sockets are told with each call not to wait; pipes and terminals are opened
 * once more, as non-blocking; everything else, and what may not be opened again, is left to threads
 * that may wait. An owner takes the descriptor itself, and sets its open file to non-blocking.
 *
 * @param opening how to open
 * @param uri how the connector is named, unless it is a socket with an address
 * @param descriptor the number
 * @param tenure what becomes of it
 */
record Adoption(Opening opening, ConnectorUri uri, int descriptor, Tenure tenure) {
  private static final String ADOPT = "adopt";

  /** What becomes of the descriptor. */
  enum Tenure {
    /** It stays as it is. */
    GUEST,
    /** Its open file stays as it is; it is closed with the connector. */
    CLOSING_GUEST,
    /**
     * It came from another process, which may make its open file blocking at any time; it is closed
     * with the connector.
     */
    RECEIVED,
    /** It belongs to the connector. */
    OWNER
  }

  private ForeignDescriptors foreign() {
    return opening.engine().platform().foreign();
  }

  private int ensure(int result) throws IOException {
    return opening.failures().ensure(ADOPT, uri.toString(), result);
  }

  /** Whatever it is. */
  Connector any() throws IOException {
    Optional<SocketStatus> socket = socket();
    if (socket.isPresent() && socket.get().isListening()) {
      return listener();
    }
    boolean isDatagram =
        socket.isPresent() && socket.get().type().equals(Optional.of(SocketType.DATAGRAM));
    return isDatagram ? datagrams() : stream();
  }

  /** Finds out whether it is a socket, and which; fails if it is not open. */
  private Optional<SocketStatus> socket() throws IOException {
    ensure(foreign().directions(descriptor));
    if (identity().kind() != FileIdentity.Kind.SOCKET) {
      return Optional.empty();
    }
    SocketStatus.Box box = new SocketStatus.Box();
    ensure(foreign().socketStatus(descriptor, box));
    return Optional.of(box.status());
  }

  private FileIdentity identity() throws IOException {
    FileIdentity.Box box = new FileIdentity.Box();
    ensure(foreign().identity(descriptor, box));
    return box.identity();
  }

  private CapabilityException mismatch(String wanted, String found) {
    return new CapabilityException(uri + " as a " + wanted, "it is " + found, "");
  }

  private static String words(SocketStatus socket) {
    if (socket.isListening()) {
      return "a listening socket";
    }
    return socket.type().equals(Optional.of(SocketType.DATAGRAM))
        ? "a socket of datagrams"
        : "a socket of " + socket.family().map(Enum::name).orElse("an unknown family");
  }

  // ---- streams

  /** A stream: a socket of streams or records, a pipe, a terminal, a file, a device. */
  StreamConnector stream() throws IOException {
    Optional<SocketStatus> socket = socket();
    return socket.isPresent() ? socketStream(socket.get()) : fileStream();
  }

  private StreamConnector socketStream(SocketStatus socket) throws IOException {
    if (isOfRecords(socket) && tenure != Tenure.OWNER) {
      // an empty record and the end both read nothing: to tell them apart its options are changed
      throw mismatch("stream that leaves it as it is", "a socket of records");
    }
    boolean isStream =
        !socket.isListening()
            && socket.family().isPresent()
            && !socket.type().orElse(SocketType.DATAGRAM).equals(SocketType.DATAGRAM);
    if (!isStream) {
      throw mismatch("stream", words(socket));
    }
    DescriptorKind kind = tenure == Tenure.OWNER ? kind(socket) : DescriptorKind.SHARED_SOCKET;
    int taken = take();
    DescriptorConnector fresh =
        switch (kind) {
          case LOCAL_STREAM -> LocalStream.over(opening, uri, taken);
          case SEQPACKET -> LocalRecords.over(opening, uri, taken);
          case TCP, SHARED_SOCKET, PIPE, DEVICE, DATAGRAM, LISTENER, POLLER ->
              DescriptorStream.over(opening, uri, table(socket), kind, taken);
        };
    return (StreamConnector)
        DescriptorConnector.open(
            fresh,
            stream -> {
              own(stream);
              name(stream);
            });
  }

  private static boolean isOfRecords(SocketStatus socket) {
    return socket.type().equals(Optional.of(SocketType.SEQPACKET));
  }

  private static DescriptorKind kind(SocketStatus socket) {
    if (isOfRecords(socket)) {
      return DescriptorKind.SEQPACKET;
    }
    return socket.isTcp() ? DescriptorKind.TCP : DescriptorKind.LOCAL_STREAM;
  }

  private static OptionTable table(SocketStatus socket) {
    if (socket.family().equals(Optional.of(Family.LOCAL))) {
      return OptionTable.of("local");
    }
    boolean isDatagram = socket.type().equals(Optional.of(SocketType.DATAGRAM));
    return OptionTable.of(isDatagram ? "udp" : "tcp");
  }

  private StreamConnector fileStream() throws IOException {
    FileIdentity.Kind kind = identity().kind();
    int directions = foreign().directions(descriptor);
    if (directions == 0) {
      throw mismatch("stream", "open neither for reading nor for writing");
    }
    Taken taken = new Taken(kind);
    try {
      Attaching in = taken.end(directions, Transfer.READ);
      Attaching out = taken.end(directions, Transfer.WRITE);
      return DescriptorConnector.open(
          DescriptorStream.over(opening, uri, OptionTable.NONE, in, out), this::own);
    } catch (Throwable e) {
      taken.closeUnused();
      throw e;
    }
  }

  /** The descriptors of the two directions, until their handles have them. */
  private final class Taken {
    private final FileIdentity.Kind kind;
    private final Set<Integer> unused = new HashSet<>();
    private boolean isItselfUsed;

    Taken(FileIdentity.Kind kind) {
      this.kind = kind;
    }

    /** How a direction is attached; an absent one fails. */
    Attaching end(int directions, int direction) throws IOException {
      Engine engine = opening.engine();
      if ((directions & direction) == 0) {
        return _ -> new AbsentTransfer(engine);
      }
      boolean canWait = kind == FileIdentity.Kind.FIFO || kind == FileIdentity.Kind.TERMINAL;
      int reopened =
          canWait && tenure != Tenure.OWNER ? foreign().reopen(descriptor, direction) : -1;
      int taken = reopened >= 0 ? reopened : another();
      unused.add(taken);
      boolean isOurs = canWait && tenure == Tenure.OWNER;
      if (isOurs) {
        ensure(foreign().setBlocking(taken, false));
      }
      boolean isFile = kind == FileIdentity.Kind.REGULAR;
      DescriptorKind plain =
          kind == FileIdentity.Kind.FIFO ? DescriptorKind.PIPE : DescriptorKind.DEVICE;
      return readiness -> {
        Transfer transfer =
            reopened >= 0 || isOurs
                ? engine.attach(taken, plain, readiness)
                : new WaitingTransfer(
                    engine, opening.loom().errands(), taken, isFile, false, readiness);
        unused.remove(taken);
        return transfer;
      };
    }

    /** The descriptor itself for an owner, once; else a duplicate. */
    private int another() throws IOException {
      if (tenure == Tenure.OWNER && !isItselfUsed) {
        isItselfUsed = true;
        ensure(foreign().closeOnExec(descriptor));
        return descriptor;
      }
      return ensure(foreign().duplicate(descriptor));
    }

    void closeUnused() {
      for (int left : unused) {
        if (left != descriptor) {
          int unusedResult = opening.descriptors().close(left); // it is gone whatever it says
        }
      }
    }
  }

  // ---- listeners and datagrams

  /** A listener: a socket that accepts streams or records. */
  Listener listener() throws IOException {
    SocketStatus socket = socket().orElseThrow(() -> mismatch("listener", "no socket"));
    if (!socket.isListening()) {
      throw mismatch("listener", "not listening");
    }
    if (socket.family().isEmpty() || socket.type().isEmpty()) {
      throw mismatch("listener of streams", "a socket of an unknown family or type");
    }
    boolean mayWait =
        tenure == Tenure.RECEIVED
            || tenure != Tenure.OWNER && ensure(foreign().isBlocking(descriptor)) == 1;
    int taken = take();
    Attaching attaching =
        readiness ->
            mayWait
                ? new WaitingTransfer(
                    opening.engine(), opening.loom().errands(), taken, false, true, readiness)
                : opening.engine().attach(taken, DescriptorKind.LISTENER, readiness);
    return DescriptorConnector.open(
        new DescriptorListener(opening, uri, table(socket), kind(socket), attaching),
        listener -> {
          own(listener);
          name(listener);
        });
  }

  /** A socket of datagrams. */
  DatagramConnector datagrams() throws IOException {
    SocketStatus socket = socket().orElseThrow(() -> mismatch("datagram connector", "no socket"));
    boolean isDatagram = socket.type().equals(Optional.of(SocketType.DATAGRAM));
    if (!isDatagram || socket.family().isEmpty()) {
      throw mismatch("datagram connector", words(socket));
    }
    DescriptorDatagrams.Nature nature =
        socket.family().equals(Optional.of(Family.LOCAL))
            ? DescriptorDatagrams.Nature.LOCAL
            : DescriptorDatagrams.Nature.INTERNET;
    int taken = take();
    return DescriptorConnector.open(
        nature == DescriptorDatagrams.Nature.LOCAL
            ? LocalDatagrams.over(opening, uri, taken)
            : DescriptorDatagrams.over(opening, uri, table(socket), nature, taken),
        datagrams -> {
          own(datagrams);
          name(datagrams);
        });
  }

  // ---- what they have in common

  /** The descriptor to work on: a duplicate for a guest. */
  private int take() throws IOException {
    if (tenure != Tenure.OWNER) {
      return ensure(foreign().duplicate(descriptor));
    }
    ensure(foreign().closeOnExec(descriptor));
    ensure(foreign().setBlocking(descriptor, false));
    return descriptor;
  }

  private void own(DescriptorConnector connector) throws IOException {
    connector.shareHandles();
    if (tenure == Tenure.CLOSING_GUEST || tenure == Tenure.RECEIVED) {
      AtomicBoolean isClosed = new AtomicBoolean();
      connector.owns(
          () -> {
            if (isClosed.compareAndSet(false, true)) {
              ensure(opening.descriptors().close(descriptor));
            }
          });
    }
  }

  /** Names a socket by its addresses, where it has any. */
  private void name(DescriptorConnector connector) throws IOException {
    Optional<SocketAddress> near = connector.askLocalAddress();
    NativeAddress.Box box = new NativeAddress.Box();
    int result = opening.descriptors().peerAddress(connector.handle().descriptor(), box);
    // a listener has no peer, and neither has a connection that was reset
    Optional<SocketAddress> far = result < 0 ? Optional.empty() : Addresses.toPublic(box.address());
    boolean isStream = connector instanceof StreamConnector;
    SocketAddress named = (isStream && far.isPresent() ? far : near).orElse(null);
    connector.name(named == null ? uri : uri(connector, named), near, far);
  }

  private ConnectorUri uri(DescriptorConnector connector, SocketAddress address) {
    String internet = connector instanceof DatagramConnector ? "udp" : "tcp";
    return switch (address) {
      case InetSocketAddress inet ->
          Addresses.uri(ConnectorUri.of(internet, Addresses.host(inet)), inet);
      case UnixDomainSocketAddress unix when !unix.getPath().toString().isEmpty() ->
          ConnectorUri.of("local", ConnectorTarget.Path.of(unix.getPath()));
      case AbstractSocketAddress named ->
          ConnectorUri.of("local", new ConnectorTarget.Abstract(named.name()));
      default -> uri;
    };
  }
}
