// SPDX-License-Identifier: Apache-2.0
package org.packetloom.net;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.StreamConnector;

/**
 * How a socket waits: kept until it has a connector, and given to that whenever something changes.
 * Safe for use by any thread.
 */
final class StreamSettings {
  private final ReentrantLock lock = new ReentrantLock();

  /** Of the connector URI, zero for none. */
  private final Duration uriReadTimeout;

  /** Null until there is one; a later one takes its place. As all that follows guarded by lock. */
  private @Nullable StreamConnector connector;

  private Duration soTimeout = Duration.ZERO;

  /** What soTimeout was when a read last began. */
  private Duration appliedTimeout = Duration.ZERO;

  /** Whether soTimeout was changed since; written under lock. */
  private volatile boolean isTimeoutChanged;

  private Deadline readDeadline = Deadline.NONE;
  private Deadline writeDeadline = Deadline.NONE;

  /** Limits both directions while the socket's own handshake with a proxy goes on. */
  private Deadline handshakeDeadline = Deadline.NONE;

  /** Null as long as nobody has chosen: the URI's stays, then. */
  private @Nullable Duration writeTimeout;

  private InterruptPolicy policy;

  StreamSettings(Optional<ConnectorUri> via) {
    this.uriReadTimeout = via.flatMap(uri -> uri.duration("read-timeout")).orElse(Duration.ZERO);
    this.policy = via.flatMap(ConnectorUri::interruptPolicy).orElse(InterruptPolicy.SOCKET);
  }

  /** Makes all settings on a connector, and later changes too. */
  void attach(StreamConnector stream) {
    change(
        unused -> {
          connector = stream;
          stream.interruptPolicy(policy);
          useReadTimeout(stream);
          stream.readDeadline(readDeadline.earliest(handshakeDeadline));
          stream.writeDeadline(writeDeadline.earliest(handshakeDeadline));
          if (writeTimeout != null) {
            stream.writeTimeout(writeTimeout);
          }
        });
  }

  /** Limits reads that begin from now on, not those in progress. */
  void readTimeoutMillis(int millis) {
    change(
        unused -> {
          soTimeout = Duration.ofMillis(millis);
          isTimeoutChanged = true;
        });
  }

  /** Has a read that is about to begin obey the timeout that was set last. */
  void applyReadTimeout() {
    if (isTimeoutChanged) {
      change(
          stream -> {
            if (stream != null) {
              useReadTimeout(stream);
            }
          });
    }
  }

  /** The shorter one that is there; under lock. */
  private void useReadTimeout(StreamConnector stream) {
    isTimeoutChanged = false;
    appliedTimeout = soTimeout;
    if (soTimeout.isZero() || uriReadTimeout.isZero()) {
      stream.readTimeout(soTimeout.plus(uriReadTimeout));
    } else {
      stream.readTimeout(isUriShorter() ? uriReadTimeout : soTimeout);
    }
  }

  private boolean isUriShorter() {
    return !uriReadTimeout.isZero() && uriReadTimeout.compareTo(appliedTimeout) < 0;
  }

  /** Whether it was the timeout of the socket that has just ended a read. */
  boolean isReadTimeoutOver() {
    lock.lock();
    try {
      return !appliedTimeout.isZero() && !isUriShorter() && !readDeadline.hasPassed();
    } finally {
      lock.unlock();
    }
  }

  int readTimeoutMillis() {
    lock.lock();
    try {
      return (int) soTimeout.toMillis();
    } finally {
      lock.unlock();
    }
  }

  void readDeadline(Deadline deadline) {
    change(
        stream -> {
          readDeadline = deadline;
          if (stream != null) {
            stream.readDeadline(deadline.earliest(handshakeDeadline));
          }
        });
  }

  void writeDeadline(Deadline deadline) {
    change(
        stream -> {
          writeDeadline = deadline;
          if (stream != null) {
            stream.writeDeadline(deadline.earliest(handshakeDeadline));
          }
        });
  }

  void handshakeDeadline(Deadline deadline) {
    change(
        stream -> {
          handshakeDeadline = deadline;
          if (stream != null) {
            useReadTimeout(stream);
            stream.readDeadline(readDeadline.earliest(deadline));
            stream.writeDeadline(writeDeadline.earliest(deadline));
          }
        });
  }

  void writeTimeout(Duration timeout) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("timeout: " + timeout);
    }
    change(
        stream -> {
          writeTimeout = timeout;
          if (stream != null) {
            stream.writeTimeout(timeout);
          }
        });
  }

  void interruptPolicy(InterruptPolicy chosen) {
    change(
        stream -> {
          policy = chosen;
          if (stream != null) {
            stream.interruptPolicy(chosen);
          }
        });
  }

  InterruptPolicy interruptPolicy() {
    lock.lock();
    try {
      return policy;
    } finally {
      lock.unlock();
    }
  }

  private void change(Consumer<@Nullable StreamConnector> change) {
    lock.lock();
    try {
      change.accept(connector);
    } finally {
      lock.unlock();
    }
  }
}
