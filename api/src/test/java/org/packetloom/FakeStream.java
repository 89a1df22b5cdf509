// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A stream to which nothing ever comes. */
class FakeStream {
  private final StreamConnector connector = Fake.of(StreamConnector.class, this);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger closes = new AtomicInteger();

  StreamConnector connector() {
    return connector;
  }

  /** How often it was closed. */
  int closes() {
    return closes.get();
  }

  public ConnectorUri uri() {
    return ConnectorUri.of("memory", new ConnectorTarget.Opaque("stream", ""));
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
