// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A stream to which nothing ever comes. */
class FakeStream {
  private final StreamConnector connector = Fake.of(StreamConnector.class, this);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger closes = new AtomicInteger();
  private volatile Optional<SocketAddress> peer = Optional.empty();

  // what a test has happened
  volatile long bytesRead;
  volatile long bytesWritten;
  volatile boolean isAwaitingInput;
  volatile boolean isAwaitingOutput;

  StreamConnector connector() {
    return connector;
  }

  /** Has the stream come from somewhere. */
  FakeStream from(String address, int port) {
    peer = Optional.of(new InetSocketAddress(InetAddress.ofLiteral(address), port));
    return this;
  }

  /** How often it was closed. */
  int closes() {
    return closes.get();
  }

  public ConnectorUri uri() {
    return ConnectorUri.of("memory", new ConnectorTarget.Opaque("stream", ""));
  }

  public Optional<SocketAddress> peerAddress() {
    return peer;
  }

  public long bytesRead() {
    return bytesRead;
  }

  public long bytesWritten() {
    return bytesWritten;
  }

  public boolean isAwaitingInput() {
    return isAwaitingInput;
  }

  public boolean isAwaitingOutput() {
    return isAwaitingOutput;
  }

  public boolean isOpen() {
    return closes.get() == 0;
  }

  /** Waits until it is closed or the thread is interrupted. */
  public int read(ByteBuffer destination) throws IOException {
    FailureDetail detail = FailureDetail.atOnce("read", "memory://stream", "ended");
    try {
      closed.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new ConnectorInterruptedException(detail);
    }
    throw new ConnectorClosedWhileWaitingException(detail);
  }

  public void close() throws IOException {
    closes.incrementAndGet();
    closed.countDown();
  }
}
