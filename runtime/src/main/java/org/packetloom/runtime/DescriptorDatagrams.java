// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorUri;
import org.packetloom.Datagram;
import org.packetloom.DatagramBatch;
import org.packetloom.DatagramConnector;
import org.packetloom.DatagramError;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.Membership;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.MessageTransfer;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Transfer;

/** Datagrams over one descriptor: a socket of any family, or a device that moves packets. */
class DescriptorDatagrams extends DescriptorConnector implements DatagramConnector {
  /** The most bytes of a datagram over IPv4: 65 535 less the headers of IP and UDP. */
  private static final long MOST_OVER_IPV4 = 65_507;

  private final Handle handle;
  private final Nature nature;
  private final DatagramFlow flow;
  private final DatagramErrors errors;
  final DatagramFeatures features;
  private final ChosenPeer peer;

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
    this.handle = new Handle(opening.engine(), descriptor, kind, entry);
    boolean isBlocking = opening.settings().isBlocking();
    MessageTransfer messages = handle.transfer().messages();
    this.flow = new DatagramFlow(handle, messages, isBlocking, this);
    this.errors = new DatagramErrors(messages, opening.engine().platform().errors());
    this.features = new DatagramFeatures(opening, handle, this);
    this.peer = new ChosenPeer(opening, handle, this);
    handle.timeoutNanos(Transfer.READ, Settings.nanos(opening.settings().readTimeout()));
    handle.timeoutNanos(Transfer.WRITE, Settings.nanos(opening.settings().writeTimeout()));
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
  boolean hasKept() {
    return flow.hasKept();
  }

  @Override
  public Datagram receive(ByteBuffer destination) throws IOException {
    return flow.receive(destination);
  }

  @Override
  public Optional<Datagram> tryReceive(ByteBuffer destination) throws IOException {
    return flow.tryReceive(destination);
  }

  @Override
  public int receive(DatagramBatch batch) throws IOException {
    return flow.receive(Batch.of(batch));
  }

  @Override
  public int tryReceive(DatagramBatch batch) throws IOException {
    return flow.tryReceive(Batch.of(batch));
  }

  /** A peer was chosen, by a thread that has the lock of them. */
  void chosen() {
    flow.chosen();
  }

  /** Whether the system may join received datagrams from now on. */
  void mayBeJoined(boolean isAllowed) {
    flow.mayBeJoined(isAllowed);
  }

  /** Whether a sender is one whose datagrams are received now. */
  boolean isWanted(NativeAddress sender) {
    return peer.admits(sender);
  }

  /** The public name of a sender; empty for one without. */
  static Optional<SocketAddress> nameOf(NativeAddress sender) {
    boolean isUnnamed = sender instanceof NativeAddress.Local(byte[] name) && name.length == 0;
    return isUnnamed ? Optional.empty() : Addresses.toPublic(sender);
  }

  // ---- sending

  @Override
  public void send(ByteBuffer source, SocketAddress peer) throws IOException {
    flow.send(source, Optional.of(peer));
  }

  /** Sends to a peer that the system knows by another name at this moment. */
  final void send(ByteBuffer source, SocketAddress peer, NativeAddress name) throws IOException {
    flow.send(source, Optional.of(peer), name);
  }

  @Override
  public void send(ByteBuffer source) throws IOException {
    Objects.requireNonNull(source, "source");
    flow.send(source, Optional.empty());
  }

  @Override
  public boolean trySend(ByteBuffer source, SocketAddress peer) throws IOException {
    return flow.trySend(source, Optional.of(peer));
  }

  /** Sends to a peer that the system knows by another name at this moment, without waiting. */
  final boolean trySend(ByteBuffer source, SocketAddress peer, NativeAddress name)
      throws IOException {
    return flow.trySend(source, Optional.of(peer), name);
  }

  @Override
  public boolean trySend(ByteBuffer source) throws IOException {
    Objects.requireNonNull(source, "source");
    return flow.trySend(source, Optional.empty());
  }

  @Override
  public void send(DatagramBatch batch) throws IOException {
    flow.send(Batch.of(batch));
  }

  @Override
  public int trySend(DatagramBatch batch) throws IOException {
    return flow.trySend(Batch.of(batch));
  }

  @Override
  public DatagramBatch batch(int datagrams, int bytesEach) throws IOException {
    handle.ensureOpen("batch", Transfer.READ);
    return new Batch(
        opening.descriptors().datagrams().batch(datagrams, bytesEach), datagrams, bytesEach);
  }

  static CapabilityException noBatches(ConnectorUri uri) {
    return new CapabilityException("batches of " + uri, "the poller has none", "");
  }

  /** What the system calls a peer; checks that it is of the kind that this connector has. */
  NativeAddress toNative(SocketAddress peer) {
    NativeAddress address = Addresses.toNative(peer);
    boolean isOurs =
        switch (address) {
          case NativeAddress.Internet _ -> nature == Nature.INTERNET;
          case NativeAddress.Local _ -> nature == Nature.LOCAL;
          case NativeAddress.None _ -> false;
        };
    if (!isOurs) {
      throw new IllegalArgumentException("address of another kind than " + uri() + ": " + peer);
    }
    return address;
  }

  /** Whether an event tells when a datagram that was not taken can be sent. */
  boolean isAnnounced(Optional<SocketAddress> peer) {
    return nature != Nature.LOCAL || peer.isEmpty();
  }

  /** The exception of a datagram that the system refused. */
  IOException sendFailure(
      String operation,
      Optional<SocketAddress> peer,
      int result,
      long elapsed,
      int size,
      long moved) {
    String endpoints =
        peer.map(to -> endpoints(Transfer.WRITE) + " -> " + Addresses.text(to))
            .orElseGet(() -> endpoints(Transfer.WRITE));
    if (isTooLarge(result)) {
      boolean isLimit = nature == Nature.INTERNET && size > MOST_OVER_IPV4 && isOverIpv4(peer);
      OptionalLong limit = isLimit ? OptionalLong.of(MOST_OVER_IPV4) : OptionalLong.empty();
      return opening.failures().tooLarge(operation, endpoints, result, elapsed, moved, size, limit);
    }
    return opening.failures().of(operation, endpoints, result, elapsed, moved);
  }

  boolean isTooLarge(int result) {
    return opening.failures().isTooLarge(result);
  }

  private boolean isOverIpv4(Optional<SocketAddress> peer) {
    return peer.or(this::farAddress).orElse(null) instanceof InetSocketAddress internet
        && internet.getAddress().getAddress().length == 4;
  }

  // ---- the peer

  @Override
  public DatagramConnector connect(SocketAddress peer) throws IOException {
    ensureAddresses();
    return connect(peer, toNative(peer));
  }

  /** Chooses a peer that the system knows by another name at this moment. */
  final DatagramConnector connect(SocketAddress peer, NativeAddress wanted) throws IOException {
    this.peer.choose(peer, wanted);
    return this;
  }

  @Override
  public DatagramConnector disconnect() throws IOException {
    ensureAddresses();
    peer.giveUp();
    return this;
  }

  private void ensureAddresses() throws CapabilityException {
    if (nature == Nature.DEVICE) {
      throw new CapabilityException("connect " + uri(), "a device has no addresses", "");
    }
  }

  @Override
  public Optional<SocketAddress> peerAddress() {
    return farAddress();
  }

  // ---- features

  @Override
  public DatagramConnector errorListener(Consumer<DatagramError> listener) throws IOException {
    Objects.requireNonNull(listener, "listener");
    ensureInternet("errors of datagrams");
    features.queueErrors();
    errors.listener(listener);
    return this;
  }

  /** Tells the listener of errors that wait; whether there were any. */
  boolean tellErrors() {
    return errors.isOn() && errors.tell();
  }

  @Override
  public DatagramConnector packetInfo(boolean isTold) throws IOException {
    ensureInternet("packet information");
    features.packetInfo(isTold);
    return this;
  }

  @Override
  public DatagramConnector receiveOffload(boolean isAllowed) throws IOException {
    ensureInternet("receive offload");
    features.receiveOffload(isAllowed);
    return this;
  }

  @Override
  public Membership join(InetAddress group, NetworkInterface networkInterface) throws IOException {
    ensureInternet("multicast");
    return features.join(group, networkInterface, Optional.empty());
  }

  @Override
  public Membership join(InetAddress group, NetworkInterface networkInterface, InetAddress source)
      throws IOException {
    ensureInternet("multicast");
    return features.join(group, networkInterface, Optional.of(source));
  }

  private void ensureInternet(String what) throws CapabilityException {
    if (nature != Nature.INTERNET) {
      throw new CapabilityException(what + " of " + uri(), "internet sockets only have that", "");
    }
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
    handle.timeoutNanos(direction, Settings.nanos(timeout));
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
  String operation(int direction) {
    return direction == Transfer.READ ? "receive" : "send";
  }
}
