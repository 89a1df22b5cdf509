// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;
import org.packetloom.ConnectorUri;
import org.packetloom.StreamConnector;
import org.packetloom.runtime.flight.Recorder;
import org.packetloom.runtime.flight.Span;

/**
 * What a toolkit has counted since it was opened: once for each connector, never for an operation.
 * What has ended, and the bytes of it, {@link ConnectorShare} counts. Methods are called by any
 * thread.
 */
final class Tally {
  private final LongAdder connected = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder accepted = new LongAdder();
  private final LongAdder leaked = new LongAdder();

  /** Connects a stream. */
  @FunctionalInterface
  interface Connect {
    StreamConnector connect() throws IOException;
  }

  /** Connects, counts that and records it. */
  StreamConnector connect(ConnectorUri uri, Connect how) throws IOException {
    Span span = connecting();
    try {
      StreamConnector stream = how.connect();
      connected(span, uri, stream);
      return stream;
    } catch (Throwable e) {
      refused(span, uri, e);
      throw e;
    }
  }

  /** Begins to record an attempt, which ends by {@link #connected} or {@link #refused}. */
  Span connecting() {
    return Recorder.current().connecting();
  }

  void connected(Span span, ConnectorUri uri, StreamConnector stream) {
    connected.increment();
    if (span.finish()) {
      span.tell(uri.toString(), stream.toString(), 1, "");
    }
  }

  void refused(Span span, ConnectorUri uri, Throwable failure) {
    refused.increment();
    if (span.finish()) {
      span.tell(uri.toString(), "", 0, failure.toString());
    }
  }

  void accepted() {
    accepted.increment();
  }

  void leaked() {
    leaked.increment();
  }

  long connectedCount() {
    return connected.sum();
  }

  long refusedCount() {
    return refused.sum();
  }

  long acceptedCount() {
    return accepted.sum();
  }

  long leakedCount() {
    return leaked.sum();
  }
}
