// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectionRefusedException;
import org.packetloom.ConnectorClosedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.ConnectorUri;
import org.packetloom.Datagram;
import org.packetloom.DatagramConnector;
import org.packetloom.Deadline;
import org.packetloom.FailureDetail;
import org.packetloom.InterruptPolicy;
import org.packetloom.MessageTooLargeException;
import org.packetloom.NotConnectedException;
import org.packetloom.spi.ParkPoint;
import org.packetloom.spi.SchemeContext;

/**
 * A channel of datagrams as a connector: attempts without waiting, and a {@link ChannelWatch} that
 * tells when another one is worth it.
 *
 * <p>Who finds nothing remembers how often it was told, asks the watch, and waits until it was told
 * once more. The watch is level-triggered, so what came before it was asked is told, too. All who
 * wait are woken; one gets the datagram, the others ask again: they are not served in order.
 */
final class AdaptedDatagrams extends ChannelDatagrams {
  private static final String RECEIVE = "receive";
  private static final String SEND = "send";
  private static final int MOST_BYTES = 65_535;

  private final ParkPoint in;
  private final ParkPoint out;
  private final ChannelWatch watch;
  private final AtomicLong readable = new AtomicLong(); // how often it was told
  private final AtomicLong writable = new AtomicLong();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final ReentrantLock receiveLock = new ReentrantLock();
  private final ByteBuffer whole = ByteBuffer.allocate(MOST_BYTES); // guarded by receiveLock

  private volatile InterruptPolicy policy;

  private AdaptedDatagrams(ConnectorUri uri, SchemeContext context, DatagramChannel channel) {
    super(uri, channel);
    String endpoints = toString();
    this.policy = context.interruptPolicy();
    this.in = context.parkPoint(endpoints);
    this.out = context.parkPoint(endpoints);
    this.watch = new ChannelWatch(channel, this::told);
  }

  /** Over a channel that is bound and not blocking. */
  static AdaptedDatagrams open(ConnectorUri uri, SchemeContext context, DatagramChannel channel)
      throws IOException {
    var made = new AdaptedDatagrams(uri, context, channel);
    made.in.onClose(made::closeQuietly);
    made.out.onClose(made::closeQuietly);
    made.ensureOpen("open");
    return made;
  }

  private void told(int operations) {
    if ((operations & SelectionKey.OP_READ) != 0) {
      readable.incrementAndGet();
      in.signal();
    }
    if ((operations & SelectionKey.OP_WRITE) != 0) {
      writable.incrementAndGet();
      out.signal();
    }
  }

  private void ensureOpen(String operation) throws ConnectorClosedException {
    if (closed.get()) {
      throw new ConnectorClosedException(FailureDetail.atOnce(operation, toString(), "closed"));
    }
  }

  /** Waits until the watch tells of an operation once more. */
  private void await(ParkPoint.Call call, int operation, AtomicLong count, long seen)
      throws IOException {
    watch.ask(operation);
    call.await(() -> count.get() != seen, 0);
  }

  // ---- receiving

  @Override
  public Datagram receive(ByteBuffer destination) throws IOException {
    ensureWritable(destination);
    try (ParkPoint.Call call = in.begin(RECEIVE)) {
      while (true) {
        long seen = readable.get();
        Optional<Datagram> received = attempt(destination);
        if (received.isPresent()) {
          return received.get();
        }
        await(call, SelectionKey.OP_READ, readable, seen);
      }
    }
  }

  @Override
  public Optional<Datagram> tryReceive(ByteBuffer destination) throws IOException {
    ensureWritable(destination);
    ensureOpen(RECEIVE);
    return attempt(destination);
  }

  private static void ensureWritable(ByteBuffer destination) {
    if (destination.isReadOnly()) {
      throw new IllegalArgumentException("destination is read-only");
    }
  }

  private Optional<Datagram> attempt(ByteBuffer destination) throws IOException {
    receiveLock.lock();
    try {
      SocketAddress sender = channel.receive(whole.clear());
      if (sender == null) {
        return Optional.empty();
      }
      int fullSize = whole.flip().remaining();
      int size = Math.min(fullSize, destination.remaining());
      destination.put(whole.limit(size));
      return Optional.of(new Datagram(size, fullSize, Optional.of(sender)));
    } catch (IOException e) {
      throw failure(RECEIVE, e);
    } finally {
      receiveLock.unlock();
    }
  }

  private IOException failure(String operation, IOException e) {
    return switch (e) {
      case PortUnreachableException _ ->
          new ConnectionRefusedException(
              FailureDetail.atOnce(operation, toString(), "the peer's port is not in use"));
      case ClosedChannelException _ when closed.get() ->
          new ConnectorClosedException(FailureDetail.atOnce(operation, toString(), "closed"));
      default -> e;
    };
  }

  // ---- sending

  @Override
  public void send(ByteBuffer source, SocketAddress peer) throws IOException {
    ensurePeer(peer);
    send(source, Optional.of(peer));
  }

  @Override
  public void send(ByteBuffer source) throws IOException {
    send(source, Optional.empty());
  }

  private void send(ByteBuffer source, Optional<SocketAddress> peer) throws IOException {
    try (ParkPoint.Call call = out.begin(SEND)) {
      while (true) {
        long seen = writable.get();
        if (attempt(source, peer)) {
          return;
        }
        await(call, SelectionKey.OP_WRITE, writable, seen);
      }
    }
  }

  @Override
  public boolean trySend(ByteBuffer source, SocketAddress peer) throws IOException {
    ensurePeer(peer);
    ensureOpen(SEND);
    return attempt(source, Optional.of(peer));
  }

  @Override
  public boolean trySend(ByteBuffer source) throws IOException {
    ensureOpen(SEND);
    return attempt(source, Optional.empty());
  }

  private static void ensurePeer(SocketAddress peer) {
    if (peer instanceof InetSocketAddress internet && internet.isUnresolved()) {
      throw new IllegalArgumentException("unresolved address: " + peer);
    }
  }

  private boolean attempt(ByteBuffer source, Optional<SocketAddress> peer) throws IOException {
    int size = source.remaining();
    SocketAddress only = channel.isOpen() ? channel.getRemoteAddress() : null;
    if (only == null && peer.isEmpty()) {
      throw new NotConnectedException(FailureDetail.atOnce(SEND, toString(), "no peer was chosen"));
    }
    SocketAddress target = peer.orElse(only);
    if (only != null && !only.equals(target)) {
      throw new CapabilityException(
          "send " + this + " to " + target, "the channel sends to its peer alone", "disconnect it");
    }
    if (size > MOST_BYTES) {
      throw tooLarge(size);
    }
    try {
      return channel.send(source, target) == size; // 0 of more is not now
    } catch (UnsupportedAddressTypeException e) {
      throw new IllegalArgumentException("kind of address: " + target, e);
    } catch (SocketException e) {
      throw String.valueOf(e.getMessage()).contains("too long") ? tooLarge(size) : e;
    } catch (IOException e) {
      throw failure(SEND, e);
    }
  }

  private IOException tooLarge(int size) {
    return new MessageTooLargeException(
        FailureDetail.atOnce(SEND, toString(), "too large"), size, OptionalLong.empty());
  }

  // ---- peers

  @Override
  public DatagramConnector connect(SocketAddress peer) throws IOException {
    ensurePeer(peer);
    ensureOpen("connect");
    if (channel.isConnected()) {
      DatagramChannel unused = channel.disconnect();
    }
    DatagramChannel unused = channel.connect(peer);
    return this;
  }

  @Override
  public DatagramConnector disconnect() throws IOException {
    ensureOpen("disconnect");
    DatagramChannel unused = channel.disconnect();
    return this;
  }

  // ---- waiting

  @Override
  public boolean awaitReadable(Deadline deadline) throws IOException {
    return awaitReady("await readable", in, SelectionKey.OP_READ, readable, deadline);
  }

  @Override
  public boolean awaitWritable(Deadline deadline) throws IOException {
    return awaitReady("await writable", out, SelectionKey.OP_WRITE, writable, deadline);
  }

  private boolean awaitReady(
      String operation, ParkPoint point, int wanted, AtomicLong count, Deadline deadline)
      throws IOException {
    long seen = count.get();
    try {
      deadline.call(
          () -> {
            try (ParkPoint.Call call = point.begin(operation)) {
              await(call, wanted, count, seen);
            }
            return null;
          });
      return true;
    } catch (ConnectorTimeoutException e) {
      if (deadline.hasPassed() && !Deadline.current().hasPassed()) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public DatagramConnector readDeadline(Deadline deadline) {
    in.deadline(deadline);
    return this;
  }

  @Override
  public DatagramConnector writeDeadline(Deadline deadline) {
    out.deadline(deadline);
    return this;
  }

  @Override
  public DatagramConnector readTimeout(Duration timeout) {
    in.timeout(timeout);
    return this;
  }

  @Override
  public DatagramConnector writeTimeout(Duration timeout) {
    out.timeout(timeout);
    return this;
  }

  @Override
  public InterruptPolicy interruptPolicy() {
    return policy;
  }

  @Override
  public DatagramConnector interruptPolicy(InterruptPolicy changed) {
    policy = Objects.requireNonNull(changed, "policy");
    in.interruptPolicy(changed);
    out.interruptPolicy(changed);
    return this;
  }

  // ---- the end

  @Override
  public boolean isOpen() {
    return !closed.get();
  }

  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      in.close();
      out.close();
      try {
        channel.close();
      } finally {
        watch.close();
      }
    }
  }

  private void closeQuietly() {
    try {
      close();
    } catch (IOException _) {
      // it is closed all the same
    }
  }
}
