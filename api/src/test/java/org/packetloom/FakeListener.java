// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A listener whose every accept follows a script. */
final class FakeListener {
  private final Listener connector = Fake.of(Listener.class, this);
  private final ConnectorUri uri;
  private final LinkedBlockingQueue<Callable<StreamConnector>> script = new LinkedBlockingQueue<>();
  private final List<Long> accepts = new ArrayList<>(); // guarded by itself
  private final AtomicInteger undelivered = new AtomicInteger();
  private volatile Optional<IOException> closeFailure = Optional.empty();
  private volatile boolean open = true;

  FakeListener(ConnectorUri uri) {
    this.uri = uri;
  }

  Listener connector() {
    return connector;
  }

  /** Has a peer connect. */
  FakeStream deliver() {
    return deliver(new FakeStream());
  }

  FakeStream deliver(FakeStream stream) {
    undelivered.incrementAndGet();
    script.add(
        () -> {
          undelivered.decrementAndGet();
          return stream.connector();
        });
    return stream;
  }

  /** Has an accept fail. */
  void fail(Exception failure) {
    script.add(
        () -> {
          throw failure;
        });
  }

  void fail(Error failure) {
    script.add(
        () -> {
          throw failure;
        });
  }

  /** Peers that no accept has taken so far. */
  int undelivered() {
    return undelivered.get();
  }

  /** Has closing fail, though it closes. */
  void failClosing(IOException failure) {
    closeFailure = Optional.of(failure);
  }

  /** Steps of the script that no accept has taken so far. */
  int waiting() {
    return script.size();
  }

  /** Points of {@link System#nanoTime()} at which accepts took a step. */
  List<Long> accepts() {
    synchronized (accepts) {
      return List.copyOf(accepts);
    }
  }

  public ConnectorUri uri() {
    return uri;
  }

  public boolean isOpen() {
    return open;
  }

  public StreamConnector accept() throws Exception {
    if (!open) {
      throw new ConnectorClosedException(detail("closed"));
    }
    try {
      Callable<StreamConnector> step = script.take();
      synchronized (accepts) {
        accepts.add(System.nanoTime());
      }
      return step.call();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new ConnectorInterruptedException(detail("interrupted"));
    }
  }

  public void close() throws IOException {
    open = false;
    fail(new ConnectorClosedWhileWaitingException(detail("closed meanwhile")));
    if (closeFailure.isPresent()) {
      throw closeFailure.get();
    }
  }

  private FailureDetail detail(String cause) {
    return FailureDetail.atOnce("accept", uri.toString(), cause);
  }
}
