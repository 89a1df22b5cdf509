// SPDX-License-Identifier: Apache-2.0
package org.packetloom.event;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.packetloom.ConnectorUri;
import org.packetloom.FailureListener;
import org.packetloom.Listener;

/** Collects the settings of a server and starts it. */
final class DataServerBuilder implements DataServer.Builder {
  private static final int DEFAULT_MAX_CONNECTIONS = 10_000;

  private final Reactor reactor;
  private final DataHandler handler;
  private final List<Opening> openings = new ArrayList<>();
  private int maxConnections = DEFAULT_MAX_CONNECTIONS;
  private DataLimits limits = DataLimits.DEFAULT;
  private @Nullable FailureListener failureListener; // null to report to the reactor

  /** Opens a listener. */
  @FunctionalInterface
  private interface Opening {
    Listener open() throws IOException;
  }

  DataServerBuilder(Reactor reactor, DataHandler handler) {
    this.reactor = reactor;
    this.handler = Objects.requireNonNull(handler, "handler");
  }

  @Override
  public DataServer.Builder listen(String uri) {
    Objects.requireNonNull(uri, "uri");
    openings.add(() -> reactor.packetloom().listen(uri));
    return this;
  }

  @Override
  public DataServer.Builder listen(ConnectorUri uri) {
    Objects.requireNonNull(uri, "uri");
    openings.add(() -> reactor.packetloom().listen(uri));
    return this;
  }

  @Override
  public DataServer.Builder listen(Listener listener) {
    Objects.requireNonNull(listener, "listener");
    openings.add(() -> listener);
    return this;
  }

  @Override
  public DataServer.Builder maxConnections(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("maxConnections: " + count);
    }
    maxConnections = count;
    return this;
  }

  @Override
  public DataServer.Builder limits(DataLimits chosen) {
    limits = Objects.requireNonNull(chosen, "limits");
    return this;
  }

  @Override
  public DataServer.Builder onFailure(FailureListener listener) {
    failureListener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  @Override
  public DataServer start() throws IOException {
    if (openings.isEmpty()) {
      throw new IllegalStateException("no place to listen at");
    }
    List<Listener> open = new ArrayList<>();
    try {
      for (Opening opening : openings) {
        Listener listener = opening.open();
        open.add(listener);
        if (!listener.uri().isBlocking()) {
          throw new IllegalArgumentException(
              "blocking=no at a place of a server: " + listener.uri());
        }
      }
      var reports = new DataReports(failureListener);
      var connections = new DataConnections(maxConnections);
      return RunningDataServer.start(reactor, handler, limits, open, connections, reports);
    } catch (Throwable failure) {
      for (Listener listener : open) {
        closeAfter(failure, listener);
      }
      throw failure;
    }
  }

  private static void closeAfter(Throwable failure, Listener listener) {
    try {
      listener.close();
    } catch (IOException | RuntimeException closing) {
      failure.addSuppressed(closing);
    }
  }
}
