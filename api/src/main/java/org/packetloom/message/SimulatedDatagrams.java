// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

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
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.packetloom.ConnectorUri;
import org.packetloom.Datagram;
import org.packetloom.DatagramBatch;
import org.packetloom.DatagramConnector;
import org.packetloom.DatagramError;
import org.packetloom.Deadline;
import org.packetloom.FailureDetail;
import org.packetloom.InterruptPolicy;
import org.packetloom.Membership;
import org.packetloom.NotConnectedException;
import org.packetloom.message.SimulatedOutput.Destination;

/**
 * A connector of datagrams with a simulated link in front of it: what it sends and receives is
 * lost, delayed, repeated, reordered and damaged as the conditions say, in real time.
 *
 * <p>To be used in place of the connector, which belongs to it from then on. It is as a {@link
 * DatagramConnector} should be, with these differences:
 *
 * <ul>
 *   <li>Sending waits only while very much is on the link: 64 MB, or 65 536 datagrams. A datagram
 *       that is due at once is handed to the connector within the call, which tells of failures;
 *       why a later one could not be sent is told by the next call that sends.
 *   <li>Datagrams are taken from the connector as they come, up to as much. When they come is when
 *       their delay begins.
 *   <li>Deadlines, timeouts and the interrupt policy are this connector's own; deadlines and
 *       timeouts that the other one had are taken away.
 *   <li>Batches are those of {@link #batch} here, without addresses of the near end. There is no
 *       packet information, no receive offload, and no descriptor to be exported or passed.
 *   <li>What is on the link when it is closed is lost.
 * </ul>
 *
 * <p>Two virtual threads serve it until it is closed, or the other connector is.
 *
 * @see LinkSimulator
 */
public final class SimulatedDatagrams implements DatagramConnector {
  private static final int MOST_DATAGRAMS = 1 << 16;
  private static final long MOST_BYTES = 64L << 20;

  private final DatagramConnector connector;
  private final SimulatedInput input;
  private final SimulatedOutput output;
  private final AtomicBoolean ended = new AtomicBoolean();

  private volatile InterruptPolicy policy;

  private SimulatedDatagrams(
      DatagramConnector connector, LinkConditions outgoing, LinkConditions incoming, long seed) {
    this.connector = connector;
    this.policy = connector.interruptPolicy();
    this.output = new SimulatedOutput(this, connector, outgoing, seed);
    this.input = new SimulatedInput(this, connector, incoming, ~seed);
  }

  /**
   * Puts a simulated link in front of a connector.
   *
   * @param connector is closed with the result, and must not be used for sending, receiving or
   *     waiting any more
   * @param outgoing what the link is like for datagrams that are sent
   * @param incoming what it is like for datagrams that are received
   * @param seed any number; the n-th datagram each way has the same fate with the same seed
   * @return an open connector
   */
  public static SimulatedDatagrams over(
      DatagramConnector connector, LinkConditions outgoing, LinkConditions incoming, long seed) {
    connector.readDeadline(Deadline.NONE).readTimeout(Duration.ZERO);
    connector.writeDeadline(Deadline.NONE).writeTimeout(Duration.ZERO);
    var simulated = new SimulatedDatagrams(connector, outgoing, incoming, seed);
    Thread.ofVirtual().name("packetloom-link-in " + connector).start(simulated.input::run);
    Thread.ofVirtual().name("packetloom-link-out " + connector).start(simulated.output::run);
    return simulated;
  }

  /** Whether no more is put on a link before something has left it. */
  static boolean isFull(LinkSimulator link) {
    InFlight inFlight = link.inFlight();
    return inFlight.count() >= MOST_DATAGRAMS || inFlight.totalBytes() >= MOST_BYTES;
  }

  /**
   * Changes what the link is like for datagrams that are sent or come from now on.
   *
   * @param outgoing for datagrams that are sent
   * @param incoming for datagrams that are received
   * @return this connector
   */
  public SimulatedDatagrams conditions(LinkConditions outgoing, LinkConditions incoming) {
    output.conditions(outgoing);
    input.conditions(incoming);
    return this;
  }

  /**
   * What has become of the datagrams that were sent; delivered are those that were handed to the
   * connector.
   *
   * @return a copy
   */
  public LinkStatistics outgoing() {
    return output.statistics();
  }

  /**
   * What has become of the datagrams that have come to the connector; delivered are those that were
   * received here, or were not of the chosen peer.
   *
   * @return a copy
   */
  public LinkStatistics incoming() {
    return input.statistics();
  }

  // ---- receiving

  @Override
  public Datagram receive(ByteBuffer destination) throws IOException {
    return input.receive(ensureWritable(destination));
  }

  @Override
  public Optional<Datagram> tryReceive(ByteBuffer destination) throws IOException {
    return input.tryReceive(ensureWritable(destination));
  }

  private static ByteBuffer ensureWritable(ByteBuffer destination) {
    if (destination.isReadOnly()) {
      throw new IllegalArgumentException("destination is read-only");
    }
    return destination;
  }

  // ---- sending

  @Override
  public void send(ByteBuffer source, SocketAddress peer) throws IOException {
    output.send(source, destination(Optional.of(peer)));
  }

  @Override
  public void send(ByteBuffer source) throws IOException {
    output.send(source, destination(Optional.empty()));
  }

  @Override
  public boolean trySend(ByteBuffer source, SocketAddress peer) throws IOException {
    return output.trySend(source, destination(Optional.of(peer)));
  }

  @Override
  public boolean trySend(ByteBuffer source) throws IOException {
    return output.trySend(source, destination(Optional.empty()));
  }

  /** Where a datagram to a peer goes, or one to the chosen peer. */
  Destination destination(Optional<SocketAddress> peer) throws IOException {
    Optional<SocketAddress> near = connector.localAddress();
    if (peer.isPresent()) {
      ensureKind(peer.get(), near);
      return new Destination(peer, false);
    }
    Optional<SocketAddress> chosen = connector.peerAddress();
    if (chosen.isEmpty() && near.isPresent() && isOpen()) {
      throw new NotConnectedException(FailureDetail.atOnce("send", toString(), "no peer"));
    }
    return new Destination(chosen, true);
  }

  private void ensureKind(SocketAddress peer, Optional<SocketAddress> near) {
    if (peer instanceof InetSocketAddress internet && internet.isUnresolved()) {
      throw new IllegalArgumentException("unresolved address: " + peer);
    }
    boolean isInternet = peer instanceof InetSocketAddress;
    if (near.isPresent() && near.get() instanceof InetSocketAddress != isInternet) {
      throw new IllegalArgumentException("address of another kind than " + uri() + ": " + peer);
    }
  }

  // ---- the peer

  @Override
  public DatagramConnector connect(SocketAddress peer) throws IOException {
    connector.connect(peer);
    input.choose(connector.peerAddress());
    return this;
  }

  @Override
  public DatagramConnector disconnect() throws IOException {
    connector.disconnect();
    input.choose(Optional.empty());
    return this;
  }

  @Override
  public Optional<SocketAddress> peerAddress() {
    return connector.peerAddress();
  }

  // ---- waiting

  @Override
  public DatagramConnector readDeadline(Deadline deadline) {
    input.line().deadline(deadline);
    return this;
  }

  @Override
  public DatagramConnector writeDeadline(Deadline deadline) {
    output.line().deadline(deadline);
    return this;
  }

  @Override
  public DatagramConnector readTimeout(Duration timeout) {
    input.line().timeout(timeout);
    return this;
  }

  @Override
  public DatagramConnector writeTimeout(Duration timeout) {
    output.line().timeout(timeout);
    return this;
  }

  @Override
  public boolean awaitReadable(Deadline deadline) throws IOException {
    return input.awaitReadable(deadline);
  }

  @Override
  public boolean awaitWritable(Deadline deadline) throws IOException {
    return output.awaitWritable(deadline);
  }

  // ---- batches

  @Override
  public DatagramBatch batch(int datagrams, int bytesEach) throws IOException {
    input.line().ensureOpen("batch");
    return new HeapBatch(datagrams, bytesEach);
  }

  @Override
  public int receive(DatagramBatch batch) throws IOException {
    return input.receive(HeapBatch.of(batch));
  }

  @Override
  public int tryReceive(DatagramBatch batch) throws IOException {
    return input.tryReceive(HeapBatch.of(batch));
  }

  @Override
  public void send(DatagramBatch batch) throws IOException {
    output.send(HeapBatch.of(batch));
  }

  @Override
  public int trySend(DatagramBatch batch) throws IOException {
    return output.trySend(HeapBatch.of(batch));
  }

  // ---- what the other connector does

  @Override
  public DatagramConnector errorListener(Consumer<DatagramError> listener) throws IOException {
    connector.errorListener(listener);
    return this;
  }

  @Override
  public Membership join(InetAddress group, NetworkInterface networkInterface) throws IOException {
    return connector.join(group, networkInterface);
  }

  @Override
  public Membership join(InetAddress group, NetworkInterface networkInterface, InetAddress source)
      throws IOException {
    return connector.join(group, networkInterface, source);
  }

  @Override
  public ConnectorUri uri() {
    return connector.uri();
  }

  @Override
  public Optional<SocketAddress> localAddress() {
    return connector.localAddress();
  }

  @Override
  public <T> T option(SocketOption<T> option) throws IOException {
    return connector.option(option);
  }

  @Override
  public <T> DatagramConnector option(SocketOption<T> option, T value) throws IOException {
    connector.option(option, value);
    return this;
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return connector.supportedOptions();
  }

  @Override
  public boolean isListening() {
    return false;
  }

  @Override
  public boolean isConnected() {
    return isOpen() && connector.isConnected();
  }

  @Override
  public boolean isCommunicating() {
    return isOpen();
  }

  // ---- life

  @Override
  public InterruptPolicy interruptPolicy() {
    return policy;
  }

  @Override
  public DatagramConnector interruptPolicy(InterruptPolicy changed) {
    policy = Objects.requireNonNull(changed, "policy");
    return this;
  }

  @Override
  public boolean isOpen() {
    return !ended.get() && connector.isOpen();
  }

  @Override
  public void close() throws IOException {
    end();
    connector.close();
  }

  /** Ends all calls, and the threads. */
  void end() {
    if (ended.compareAndSet(false, true)) {
      input.close();
      output.close();
    }
  }

  @Override
  public String toString() {
    return connector.toString();
  }
}
