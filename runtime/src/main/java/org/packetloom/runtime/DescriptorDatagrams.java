// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorUri;
import org.packetloom.Datagram;
import org.packetloom.DatagramConnector;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Transfer;

/** Datagrams over one descriptor: a socket of any family, or a device that moves packets. */
class DescriptorDatagrams extends DescriptorConnector implements DatagramConnector {
  /** The most bytes of a datagram over IPv4: 65 535 less the headers of IP and UDP. */
  private static final long MOST_OVER_IPV4 = 65_507;

  private final Handle handle;
  private final Nature nature;
  private final DatagramInput input;
  private final DatagramOutput output;
  private final ReentrantLock peerLock = new ReentrantLock();

  /** The chosen peer as the system calls it; written under peerLock. */
  private volatile NativeAddress chosen = NativeAddress.None.NONE;

  /** What kind of datagrams there are. */
  enum Nature {
    /** Of internet sockets. */
    INTERNET,
    /** Of Unix-domain sockets. */
    LOCAL,
    /** Packets of a device: without addresses, one read or one write each. */
    DEVICE
  }

  DescriptorDatagrams(
      Opening opening, ConnectorUri uri, OptionTable options, Nature nature, int descriptor) {
    super(opening, uri, options);
    DescriptorKind kind = nature == Nature.DEVICE ? DescriptorKind.DEVICE : DescriptorKind.DATAGRAM;
    this.nature = nature;
    this.handle = new Handle(opening.engine(), descriptor, kind, this);
    boolean isBlocking = opening.settings().isBlocking();
    this.input = new DatagramInput(handle, isBlocking, this);
    this.output = new DatagramOutput(handle, isBlocking, this);
    handle.lane(Transfer.READ).timeoutNanos(Settings.nanos(opening.settings().readTimeout()));
    handle.lane(Transfer.WRITE).timeoutNanos(Settings.nanos(opening.settings().writeTimeout()));
  }

  /** Over a non-blocking descriptor; owns it from now on. */
  static DescriptorDatagrams over(
      Opening opening, ConnectorUri uri, OptionTable options, Nature nature, int descriptor) {
    return new DescriptorDatagrams(opening, uri, options, nature, descriptor);
  }

  @Override
  Handle handle() {
    return handle;
  }

  // ---- receiving

  @Override
  public Datagram receive(ByteBuffer destination) throws IOException {
    ensureWritable(destination);
    return input.receive(destination);
  }

  @Override
  public Optional<Datagram> tryReceive(ByteBuffer destination) throws IOException {
    ensureWritable(destination);
    return input.tryReceive(destination);
  }

  private static void ensureWritable(ByteBuffer destination) {
    if (destination.isReadOnly()) {
      throw new IllegalArgumentException("destination is read-only");
    }
  }

  /** Whether a sender is one whose datagrams are received now. */
  boolean isWanted(NativeAddress sender) {
    NativeAddress only = chosen;
    return only == sender || only instanceof NativeAddress.None || only.equals(sender);
  }

  /** The public name of a sender; empty for one without. */
  static Optional<SocketAddress> nameOf(NativeAddress sender) {
    boolean isUnnamed = sender instanceof NativeAddress.Local(byte[] name) && name.length == 0;
    return isUnnamed ? Optional.empty() : Addresses.toPublic(sender);
  }

  // ---- sending

  @Override
  public void send(ByteBuffer source, SocketAddress peer) throws IOException {
    output.send(source, Optional.of(peer));
  }

  /** Sends to a peer that the system knows by another name at this moment. */
  final void send(ByteBuffer source, SocketAddress peer, NativeAddress name) throws IOException {
    output.send(source, Optional.of(peer), name);
  }

  @Override
  public void send(ByteBuffer source) throws IOException {
    Objects.requireNonNull(source, "source");
    output.send(source, Optional.empty());
  }

  @Override
  public boolean trySend(ByteBuffer source, SocketAddress peer) throws IOException {
    return output.trySend(source, Optional.of(peer));
  }

  /** Sends to a peer that the system knows by another name at this moment, without waiting. */
  final boolean trySend(ByteBuffer source, SocketAddress peer, NativeAddress name)
      throws IOException {
    return output.trySend(source, Optional.of(peer), name);
  }

  @Override
  public boolean trySend(ByteBuffer source) throws IOException {
    Objects.requireNonNull(source, "source");
    return output.trySend(source, Optional.empty());
  }

  /** Whether an event tells when a datagram that was not taken can be sent. */
  boolean isAnnounced(Optional<SocketAddress> peer) {
    return nature != Nature.LOCAL || peer.isEmpty();
  }

  /** The exception of a datagram that the system refused. */
  IOException sendFailure(
      String operation, Optional<SocketAddress> peer, int result, long elapsed, int size) {
    String endpoints =
        peer.map(to -> endpoints(Transfer.WRITE) + " -> " + Addresses.text(to))
            .orElseGet(() -> endpoints(Transfer.WRITE));
    if (opening.failures().isTooLarge(result)) {
      boolean isLimit = nature == Nature.INTERNET && size > MOST_OVER_IPV4 && isOverIpv4(peer);
      OptionalLong limit = isLimit ? OptionalLong.of(MOST_OVER_IPV4) : OptionalLong.empty();
      return opening.failures().tooLarge(operation, endpoints, result, elapsed, size, limit);
    }
    return opening.failures().of(operation, endpoints, result, elapsed, 0);
  }

  private boolean isOverIpv4(Optional<SocketAddress> peer) {
    return peer.or(this::farAddress).orElse(null) instanceof InetSocketAddress internet
        && internet.getAddress().getAddress().length == 4;
  }

  // ---- the peer

  @Override
  public DatagramConnector connect(SocketAddress peer) throws IOException {
    return connect(peer, Addresses.toNative(peer));
  }

  /** Chooses a peer that the system knows by another name at this moment. */
  final DatagramConnector connect(SocketAddress peer, NativeAddress wanted) throws IOException {
    ensureAddresses();
    handle.enter("connect");
    peerLock.lock();
    try {
      chosen = NativeAddress.None.NONE; // or else the new peer's first datagrams were dropped
      choose(wanted);
      NativeAddress.Box box = new NativeAddress.Box();
      int result = opening.descriptors().peerAddress(handle.descriptor(), box);
      opening.failures().ensure("name", uri().toString(), result);
      chosen = box.address();
      name(uri(), askLocalAddress(), Optional.of(peer));
    } finally {
      peerLock.unlock();
      handle.leave();
    }
    return this;
  }

  @Override
  public DatagramConnector disconnect() throws IOException {
    ensureAddresses();
    handle.enter("disconnect");
    peerLock.lock();
    try {
      if (!(chosen instanceof NativeAddress.None)) {
        NativeAddress.Box before = new NativeAddress.Box();
        int named = opening.descriptors().localAddress(handle.descriptor(), before);
        opening.failures().ensure("name", uri().toString(), named);
        chosen = NativeAddress.None.NONE;
        choose(chosen);
        keepPort(before.address());
        name(uri(), askLocalAddress(), Optional.empty());
      }
    } finally {
      peerLock.unlock();
      handle.leave();
    }
    return this;
  }

  private void ensureAddresses() throws CapabilityException {
    if (nature == Nature.DEVICE) {
      throw new CapabilityException("connect " + uri(), "a device has no addresses", "");
    }
  }

  private void choose(NativeAddress peer) throws IOException {
    int result = opening.descriptors().choosePeer(handle.descriptor(), peer);
    String operation = peer instanceof NativeAddress.None ? "disconnect" : "connect";
    opening.failures().ensure(operation, uri().toString(), result);
  }

  /** A port that the system had chosen is gone with the peer: it is taken again. */
  private void keepPort(NativeAddress before) throws IOException {
    if (before instanceof NativeAddress.Internet(InetSocketAddress address)
        && askLocalAddress().orElse(address) instanceof InetSocketAddress after
        && after.getPort() == 0) {
      var again = new InetSocketAddress(after.getAddress(), address.getPort());
      int result =
          opening.descriptors().bind(handle.descriptor(), new NativeAddress.Internet(again));
      opening.failures().ensure("bind", uri().toString(), result);
    }
  }

  @Override
  public Optional<SocketAddress> peerAddress() {
    return farAddress();
  }

  // ---- states

  @Override
  public boolean isListening() {
    return false;
  }

  @Override
  public boolean isConnected() {
    return isOpen() && farAddress().isPresent();
  }

  @Override
  public boolean isCommunicating() {
    return isOpen();
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

  // ---- waiting

  @Override
  public DatagramConnector readDeadline(Deadline deadline) {
    deadline(Transfer.READ, deadline);
    return this;
  }

  @Override
  public DatagramConnector writeDeadline(Deadline deadline) {
    deadline(Transfer.WRITE, deadline);
    return this;
  }

  private void deadline(int direction, Deadline deadline) {
    if (handle.lane(direction).deadline(deadline)) {
      handle.wakeAll(direction);
    }
  }

  @Override
  public DatagramConnector readTimeout(Duration timeout) {
    timeout(Transfer.READ, timeout);
    return this;
  }

  @Override
  public DatagramConnector writeTimeout(Duration timeout) {
    timeout(Transfer.WRITE, timeout);
    return this;
  }

  private void timeout(int direction, Duration timeout) {
    handle.lane(direction).timeoutNanos(Settings.nanos(timeout));
    handle.wakeAll(direction);
  }

  @Override
  public DatagramConnector interruptPolicy(InterruptPolicy policy) {
    choose(policy);
    return this;
  }

  @Override
  public <T> DatagramConnector option(SocketOption<T> option, T value) throws IOException {
    setOption(option, value);
    return this;
  }

  @Override
  String describe() {
    return this
        + handle.lane(Transfer.READ).describe("receive")
        + handle.lane(Transfer.WRITE).describe("send");
  }
}
