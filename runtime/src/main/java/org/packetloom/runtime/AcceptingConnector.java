// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.SocketOption;
import java.util.Optional;
import org.packetloom.ConnectorUri;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;
import org.packetloom.Listener;
import org.packetloom.StreamConnector;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.Transfer;
import org.packetloom.runtime.flight.Recorder;
import org.packetloom.runtime.flight.Span;

/** What listeners over descriptors have in common: attempt, wait, attempt again. */
abstract class AcceptingConnector extends DescriptorConnector implements Listener {
  static final String ACCEPT = "accept";

  private final boolean isBlocking;

  AcceptingConnector(Opening opening, ConnectorUri uri, OptionTable options) {
    super(opening.accepting(), uri, options);
    this.isBlocking = opening.settings().isBlocking();
  }

  /** One connection, or none for now; called by the holder of the turn to accept. */
  abstract Optional<StreamConnector> attempt() throws IOException;

  @Override
  public StreamConnector accept() throws IOException {
    Span span = Recorder.current().accepting();
    StreamConnector accepted = awaitOne();
    accepted(accepted, span);
    return accepted;
  }

  private StreamConnector awaitOne() throws IOException {
    handle().begin(Transfer.READ, ACCEPT);
    try {
      while (true) {
        int seen = handle().ready();
        if ((seen & Readiness.READABLE) != 0) {
          Optional<StreamConnector> accepted = attempt();
          if (accepted.isPresent()) {
            return accepted.get();
          }
        }
        handle().ensurePolled(seen, ACCEPT, Transfer.READ, 0);
        if (!isBlocking) {
          throw Failures.timeout(ACCEPT, endpoints(Transfer.READ), -1, 0);
        }
        handle().await(Transfer.READ, ACCEPT, seen, 0, 1);
      }
    } finally {
      handle().end(Transfer.READ);
    }
  }

  @Override
  public Optional<StreamConnector> tryAccept() throws IOException {
    if (!handle().tryTake(Transfer.READ, ACCEPT)) {
      return Optional.empty();
    }
    try {
      handle().ensurePolled(handle().ready(), ACCEPT, Transfer.READ, 0);
      Span span = Recorder.current().accepting();
      Optional<StreamConnector> one = attempt();
      one.ifPresent(accepted -> accepted(accepted, span));
      return one;
    } finally {
      handle().release(Transfer.READ);
    }
  }

  private void accepted(StreamConnector stream, Span span) {
    opening.loom().connectors().tally().accepted();
    if (span.finish()) {
      span.tell(uri().toString(), stream.toString(), 1, "");
    }
  }

  @Override
  public Listener acceptDeadline(Deadline deadline) {
    if (handle().lane(Transfer.READ).deadline(deadline)) {
      handle().wakeAll(Transfer.READ);
    }
    return this;
  }

  @Override
  public Listener interruptPolicy(InterruptPolicy policy) {
    choose(policy);
    return this;
  }

  @Override
  public <T> Listener option(SocketOption<T> option, T value) throws IOException {
    setOption(option, value);
    return this;
  }

  @Override
  void hasTriedToRead(boolean hasFound) {} // its own tell nothing about others

  @Override
  public boolean isListening() {
    return isOpen();
  }

  @Override
  public boolean isConnected() {
    return false;
  }

  @Override
  public boolean isCommunicating() {
    return false;
  }

  @Override
  String operation(int direction) {
    return ACCEPT;
  }
}
